create or replace function sluice_private.pattern_expression(pattern text)
returns text
language sql
immutable
return (
  select '^' || string_agg(
    case part.value when '*' then '[^.]+' when '**' then '.+' else part.value end,
    '\.' order by part.ordinal
  ) || '$'
  from string_to_table(pattern, '.') with ordinality as part (value, ordinal)
);

comment on function sluice_private.pattern_expression(text) is
  'The regular expression of a pattern of events.';
