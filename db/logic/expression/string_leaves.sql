create or replace function sluice_private.string_leaves(template jsonb)
returns table (target text[], value text)
language sql
immutable
begin atomic
  with recursive leaves (target, value) as (
    select '{}'::text[], string_leaves.template
    union all
    select leaves.target || child.key, child.value
    from leaves
    cross join lateral (
      select pair.key, pair.value
      from jsonb_each(
        case jsonb_typeof(leaves.value) when 'object' then leaves.value else '{}' end
      ) as pair (key, value)
      union all
      select (item.ordinal - 1)::text, item.value
      from jsonb_array_elements(
        case jsonb_typeof(leaves.value) when 'array' then leaves.value else '[]' end
      ) with ordinality as item (value, ordinal)
    ) as child
  )
  select leaves.target, leaves.value #>> '{}'
  from leaves
  where jsonb_typeof(leaves.value) = 'string' and strpos(leaves.value #>> '{}', '{{') > 0;
end;

comment on function sluice_private.string_leaves(jsonb) is
  'The strings with {{ in a template, and where they stand.';
