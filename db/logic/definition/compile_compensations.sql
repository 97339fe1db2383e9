/* The steps that undo others come after those of the nodes. */
create or replace function sluice_private.compile_compensations(
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
    in_degree, input_template, input_slots, input_paths, input_keys, roots, refs,
    max_attempts, backoff, retry_initial, retry_max, retry_jitter, retry_when, attempt_timeout
  )
  select
    compile_compensations.organization_id, compile_compensations.version_id,
    cardinality(v_ids) + row_number() over (order by node.node_no),
    node.node_id || ':compensate', 'compensation', node.data ->> 'label', action.name, action.runs,
    action.handler, coalesce(array_position(v_ids, node.parent_id), 0), 0,
    coalesce(node.data #> '{compensate,input}', '{}'), compiled.slots, compiled.paths,
    sluice_private.plain_keys(compiled.slots),
    array(select distinct root from unnest(compiled.roots) as root order by 1),
    array(
      select distinct array_position(v_ids, ref) from unnest(compiled.refs) as ref order by 1
    ),
    coalesce((retry.policy ->> 'max_attempts')::int, 1),
    coalesce(retry.policy ->> 'backoff', 'exponential'),
    coalesce((retry.policy ->> 'initial')::interval, '1 second'),
    coalesce((retry.policy ->> 'max')::interval, '1 hour'),
    coalesce((retry.policy ->> 'jitter')::double precision, 0.2),
    sluice_private.texts_of(retry.policy -> 'when'), (retry.policy ->> 'attempt_timeout')::interval
  from sluice_private.definition_nodes(definition) as node
  inner join sluice_private.compensated_nodes(definition) as known
    on known.node_id = node.node_id and known.is_inside
  inner join sluice_private.item_names(definition) as named
    on named.node_id = node.node_id
  cross join lateral sluice_private.compile_template(
    coalesce(node.data #> '{compensate,input}', '{}'), 'compensate.input', v_ids,
    named.outer_names
  ) as compiled
  cross join lateral sluice_private.find_action(
    compile_compensations.organization_id, node.data #>> '{compensate,action}'
  ) as action
  cross join lateral (
    select coalesce(action.retry, '{}') || coalesce(node.data #> '{compensate,retry}', '{}')
      as policy
  ) as retry
  where node.type = 'action' and node.data ? 'compensate';

  update sluice.workflow_steps as step
  set compensation = undo.step_no
  from sluice.workflow_steps as undo
  where step.organization_id = compile_compensations.organization_id
    and step.version_id = compile_compensations.version_id
    and not step.is_disabled
    and undo.organization_id = step.organization_id
    and undo.version_id = step.version_id
    and undo.type = 'compensation'
    and undo.node_id = step.node_id || ':compensate';
end;
$$;

comment on function sluice_private.compile_compensations(uuid, uuid, jsonb) is
  'Writes the steps of a version that undo others, and which those are.';
