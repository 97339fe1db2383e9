create or replace function sluice_private.has_bad_weights(cases jsonb)
returns boolean
language sql
immutable
return jsonb_typeof(cases) = 'array' and (
  jsonb_array_length(cases) not between 1 and 100
  or jsonb_array_length(cases) > (
    select count(distinct item.value ->> 'port')
    from jsonb_array_elements(cases) as item (value)
    where jsonb_typeof(item.value -> 'port') = 'string'
      and item.value ->> 'port' !~ '^(error(:.*)?)?$'
      and case jsonb_typeof(item.value -> 'weight')
        when 'number' then (item.value -> 'weight')::numeric between 0.000001 and 1000000
      end
      and not item.value ? 'when'
  )
);

comment on function sluice_private.has_bad_weights(jsonb) is
  'Whether a list is not one of cases of a split, each with a port of its own and a weight.';
