create or replace function sluice_private.split_config(data jsonb)
returns jsonb
language sql
immutable
begin atomic
  select case when data ->> 'mode' = 'split' then jsonb_build_object(
    'weights', jsonb_agg(sums.weight order by sums.ordinal), 'total', max(sums.weight)
  ) else '{}' end
  from (
    select item.ordinal, sum((item.value -> 'weight')::numeric) over (order by item.ordinal)
      as weight
    from jsonb_array_elements(case data ->> 'mode' when 'split' then data -> 'cases' else '[]' end)
      with ordinality as item (value, ordinal)
  ) as sums;
end;

comment on function sluice_private.split_config(jsonb) is
  'Of a choice of mode split, the weights of its cases, each with those before it, and in all.';
