/* What would make the engine look twice makes a step no successor: a join, a guard, a choice of
   ports, a deadline, a cache, a limit, an undo, another output, a container around. Past a join
   that is decided before all of its edges are, what it reads may end together with the step. */
create or replace function sluice_private.compile_successors(
  organization_id uuid,
  version_id uuid
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set enable_nestloop = off
set jit = off
as $$
declare
  v_is_simple boolean := sluice_private.has_simple_start(organization_id, version_id);
  v_is_early boolean := sluice_private.has_early_joins(organization_id, version_id);
begin
  insert into sluice_private.step_successors (
    organization_id, version_id, step_no, node_id, type, action, is_kept, verdicts, next_no,
    next_node_id, next_action, next_timeout_ms, next_template, next_keys, next_sources, next_parts
  )
  select
    step.organization_id, step.version_id, step.step_no, step.node_id, step.type, step.action,
    not coalesce(read.readers <@ array[next.step_no], true),
    jsonb_build_object('edges', jsonb_build_object(leaving.edge_id, true)),
    next.step_no, next.node_id, next.action,
    (extract(epoch from next.attempt_timeout) * 1000)::int,
    next.input_template, next.input_keys, slot.sources, slot.parts
  from sluice_private.sole_edges(
    compile_successors.organization_id, compile_successors.version_id
  ) as leaving
  inner join sluice.workflow_steps as step on step.step_no = leaving.source
  inner join sluice.workflow_steps as next on next.step_no = leaving.target
  left join sluice_private.sources_of(
    compile_successors.organization_id, compile_successors.version_id
  ) as slot
    on slot.step_no = next.step_no
  left join sluice_private.readers_of(
    compile_successors.organization_id, compile_successors.version_id
  ) as read
    on read.step_no = step.step_no
  where step.organization_id = compile_successors.organization_id
    and step.version_id = compile_successors.version_id
    and (
      step.type in ('action', 'wait', 'call', 'join') and step.scope = 0
      or step.type = 'trigger' and v_is_simple
    )
    and num_nonnulls(step.timeout, step.cache_ttl, step.compensation, step.output_template) = 0
    and not step.takes_turns
    and next.organization_id = step.organization_id
    and next.version_id = step.version_id
    and (next.type, next.runs, next.scope, next.in_degree) = ('action', 'worker', 0, 1)
    and num_nonnulls(next.run_if, next.timeout, next.cache_ttl, next.limits, next.priority) = 0
    and not next.is_disabled
    and not next.takes_turns
    and next.join_region = '{}'
    and next.roots <@ '{trigger,vars,steps}'
    and (next.input_slots = '[]' or slot.sources is not null)
    and (next.refs <@ array[step.step_no] or not v_is_early);
end;
$$;

comment on function sluice_private.compile_successors(uuid, uuid) is
  'Finds the successors: steps that a worker runs, about which nothing is left to decide when the '
  'only trigger, or the only step before them, has completed.';
