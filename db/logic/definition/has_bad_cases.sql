create or replace function sluice_private.has_bad_cases(cases jsonb)
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
      and jsonb_typeof(item.value -> 'when') in ('string', 'object')
  )
);

comment on function sluice_private.has_bad_cases(jsonb) is
  'Whether a list is not one of cases, each with a port of its own and a condition.';
