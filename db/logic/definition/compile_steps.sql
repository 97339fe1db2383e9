create or replace function sluice_private.compile_steps(
  organization_id uuid,
  version_id uuid,
  definition jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
set jit = off
as $$
declare
  v_ids text[] := sluice_private.definition_node_ids(definition);
begin
  insert into sluice.workflow_steps (
    organization_id, version_id, step_no, node_id, type, label, action, runs, handler, scope,
    in_degree, join_kind, join_needed, is_disabled, is_sink, run_if, reads, input_template,
    input_slots, input_paths, input_keys, roots, refs, config, on_error, error_ports, timeout,
    max_attempts, backoff, retry_initial, retry_max, retry_jitter, retry_when, attempt_timeout
  )
  select
    compile_steps.organization_id, compile_steps.version_id, node.node_no, node.node_id, node.type,
    node.data ->> 'label', action.name, coalesce(action.runs, 'engine'), action.handler,
    coalesce(array_position(v_ids, node.parent_id), 0), coalesce(incoming.n, 0),
    coalesce(node.data #>> '{join,kind}', 'any'),
    case node.data #>> '{join,kind}'
      when 'every' then coalesce(incoming.n, 1)
      when 'quorum' then (node.data #> '{join,n}')::int else 1 end,
    coalesce((node.data -> 'disabled')::boolean, false),
    outgoing.ports is null,
    compiled.run_if, compiled.reads, compiled.template, compiled.slots, compiled.paths,
    case when not node.data ? 'condition' then sluice_private.plain_keys(compiled.slots) end,
    array(select distinct root from unnest(compiled.roots) as root order by 1),
    array(select distinct array_position(v_ids, ref) from unnest(compiled.refs) as ref order by 1),
    sluice_private.compile_config(node.type, node.data),
    case when errors.ports = '{}' or node.data ->> 'on_error' = 'continue'
      then coalesce(node.data ->> 'on_error', 'fail') else 'branch' end,
    errors.ports,
    case when node.type in ('action', 'call') then (node.data ->> 'timeout')::interval end,
    coalesce((retry.policy ->> 'max_attempts')::int, 1),
    coalesce(retry.policy ->> 'backoff', 'exponential'),
    coalesce((retry.policy ->> 'initial')::interval, '1 second'),
    coalesce((retry.policy ->> 'max')::interval, '1 hour'),
    coalesce((retry.policy ->> 'jitter')::double precision, 0.2),
    sluice_private.texts_of(retry.policy -> 'when'), (retry.policy ->> 'attempt_timeout')::interval
  from sluice_private.definition_nodes(definition) as node
  inner join sluice_private.item_names(definition) as named on named.node_id = node.node_id
  cross join lateral sluice_private.compile_node(
    node.type, node.data, v_ids, named.outer_names
  ) as compiled
  left join (
    select edge.target as node_id, count(*) as n
    from sluice_private.definition_edges(definition) as edge
    group by edge.target
  ) as incoming on incoming.node_id = node.node_id
  left join (
    select edge.source as node_id, array_agg(edge.port) as ports
    from sluice_private.definition_edges(definition) as edge
    group by edge.source
  ) as outgoing on outgoing.node_id = node.node_id
  cross join lateral (
    select coalesce(array_agg(distinct port) filter (where port ~ '^error(:|$)'), '{}') as ports
    from unnest(outgoing.ports) as port
  ) as errors
  left join lateral sluice_private.find_action(
    compile_steps.organization_id, node.data ->> 'action'
  ) as action on node.type = 'action'
  cross join lateral (
    select coalesce(action.retry, '{}') || coalesce(node.data -> 'retry', '{}') as policy
  ) as retry;
end;
$$;

comment on function sluice_private.compile_steps(uuid, uuid, jsonb) is
  'Writes the steps of a version; the definition must be valid.';
