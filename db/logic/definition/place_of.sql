create or replace function sluice_private.place_of(value jsonb, place text, pattern text)
returns text
language sql
immutable
begin atomic
  with recursive parts (place, value) as (
    select rtrim(place_of.place, '.'), place_of.value
    union all
    select parts.place || child.place, child.value
    from parts
    cross join lateral (
      select '.' || pair.key, pair.value
      from jsonb_each(
        case jsonb_typeof(parts.value) when 'object' then parts.value else '{}' end
      ) as pair (key, value)
      union all
      select format('[%s]', item.ordinal - 1), item.value
      from jsonb_array_elements(
        case jsonb_typeof(parts.value) when 'array' then parts.value else '[]' end
      ) with ordinality as item (value, ordinal)
    ) as child (place, value)
  )
  select coalesce(
    (
      select parts.place
      from parts
      where jsonb_typeof(parts.value) = 'string' and parts.value #>> '{}' ~ pattern
      order by parts.place
      limit 1
    ),
    rtrim(place_of.place, '.')
  );
end;

comment on function sluice_private.place_of(jsonb, text, text) is
  'Where in a value the first text that matches a pattern stands, or else where the value does.';
