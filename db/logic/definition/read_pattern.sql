create or replace function sluice_private.read_pattern(variadic keys text[])
returns text
language sql
immutable
return (
  select string_agg(
    regexp_replace(key.name, '([][(){}.*+?^$|\\])', '\\\1', 'g'), '"?\."?' order by key.ordinal
  ) || '(?![[:alnum:]_-])'
  from unnest(keys) with ordinality as key (name, ordinal)
);

comment on function sluice_private.read_pattern(text[]) is
  'What a text matches that reads under these keys.';
