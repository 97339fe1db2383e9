create or replace function sluice_private.node_conditions(type text, data jsonb)
returns table (place text, source jsonb, case_no int)
language sql
immutable
begin atomic
  select 'run_if', data -> 'run_if', 0
  where type <> 'trigger' and data ? 'run_if'
  union all
  select 'while', data -> 'while', 1
  where type = 'loop' and data ? 'while'
  union all
  select 'condition.when', data #> '{condition,when}', 1
  where type = 'wait' and data ? 'condition'
  union all
  select format('cases[%s].when', item.ordinal - 1), item.value -> 'when', item.ordinal::int
  from jsonb_array_elements(case
    when type = 'choice' and jsonb_typeof(data -> 'cases') = 'array'
      and coalesce(data ->> 'mode', 'first') <> 'split' then data -> 'cases'
    else '[]'
  end) with ordinality as item (value, ordinal)
  order by 3;
end;

comment on function sluice_private.node_conditions(text, jsonb) is
  'The conditions that a node evaluates when it fires, its run_if as number 0.';
