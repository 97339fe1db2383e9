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
  v_is_simple boolean := (
    select version.timeout is null and count(*) = 1
    from sluice.workflow_versions as version
    inner join sluice.workflow_steps as step
      on step.organization_id = version.organization_id
      and step.version_id = version.id
      and step.type = 'trigger'
    where version.organization_id = compile_successors.organization_id
      and version.id = compile_successors.version_id
    group by version.timeout
  );
  v_is_early boolean := sluice_private.has_early_joins(organization_id, version_id);
begin
  update sluice.workflow_steps as step
  set
    successor = next.step_no,
    successor_verdicts = jsonb_build_object('edges', jsonb_build_object(leaving.edge_id, true))
  from (
    select
      edge.source, min(edge.target) as target, min(edge.edge_id) as edge_id
    from sluice.workflow_edges as edge
    where edge.organization_id = compile_successors.organization_id
      and edge.version_id = compile_successors.version_id
    group by edge.source
    having count(*) = 1 and bool_and(edge.port = 'main' and edge.guard is null)
  ) as leaving
  inner join sluice.workflow_steps as next on next.step_no = leaving.target
  where step.organization_id = compile_successors.organization_id
    and step.version_id = compile_successors.version_id
    and step.step_no = leaving.source
    and (
      step.type in ('action', 'wait', 'call', 'join') and step.scope = 0
      or step.type = 'trigger' and not step.is_referenced and v_is_simple
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
    and (next.input_slots = '[]' or next.input_sources is not null)
    and (next.refs <@ array[step.step_no] or not v_is_early);

  update sluice.workflow_steps as step
  set successor = 0
  where step.organization_id = compile_successors.organization_id
    and step.version_id = compile_successors.version_id
    and (step.type, step.runs, step.is_sink) = ('action', 'worker', true)
    and num_nonnulls(step.timeout, step.cache_ttl, step.output_template) = 0
    and sluice_private.is_line(
      compile_successors.organization_id, compile_successors.version_id
    );
end;
$$;

comment on function sluice_private.compile_successors(uuid, uuid) is
  'Finds the successors: steps that a worker runs, about which nothing is left to decide when the '
  'only trigger, or the only step before them, has completed.';
