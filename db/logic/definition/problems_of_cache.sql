create or replace function sluice_private.problems_of_cache(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    case when fault.is_known then 'bad_field' else 'unknown_key' end,
    node.node_id, 'data.cache.' || fault.key, fault.message,
    'Give { "ttl": "10 minutes", "key"?: "{{ … }}" }.'
  )
  from sluice_private.definition_nodes(definition) as node
  inner join sluice_private.item_names(definition) as named
    on named.node_id = node.node_id
  cross join lateral (
    select 'ttl' as key, true as is_known, 'must be a duration from 1 ms to 1 year' as message
    where jsonb_typeof(node.data #> '{cache,ttl}') is distinct from 'string'
      or coalesce(sluice_hidden.try_interval(node.data #>> '{cache,ttl}')
        not between '1 ms' and '1 year', true)
    union all
    select 'key', true, 'must be a template that does not read now'
    where node.data #> '{cache,key}' = 'null'
      or 'now' = any ((sluice_private.compile_result(
        'action', node.data, sluice_private.definition_node_ids(definition), named.outer_names
      )).roots)
    union all
    select given.key, false, 'is not a field of cache'
    from jsonb_object_keys(node.data -> 'cache') as given (key)
    where given.key not in ('ttl', 'key')
  ) as fault
  where node.type = 'action' and jsonb_typeof(node.data -> 'cache') = 'object';
end;

comment on function sluice_private.problems_of_cache(jsonb) is
  'What is wrong with how long, and under which key, the result of an action is kept.';
