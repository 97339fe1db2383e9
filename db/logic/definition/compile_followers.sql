/* A row runs ahead of the rounds: whatever would show that forbids it (an undo, a join that is
   decided before all of its edges are), and so does an output that is made of what is written. */
create or replace function sluice_private.compile_followers(
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
begin
  update sluice.workflow_steps as step
  set follower = next.step_no, follower_ports = leaving.ports
  from (
    select
      edge.source, min(edge.target) as target, count(*) as edges,
      array_agg(distinct edge.port) as ports
    from sluice.workflow_edges as edge
    where edge.organization_id = compile_followers.organization_id
      and edge.version_id = compile_followers.version_id
    group by edge.source
    having min(edge.target) = max(edge.target) and bool_and(edge.guard is null)
  ) as leaving
  inner join sluice.workflow_steps as next on next.step_no = leaving.target
  where step.organization_id = compile_followers.organization_id
    and step.version_id = compile_followers.version_id
    and step.step_no = leaving.source
    and (step.type = 'choice' or step.handler = 'sluice_private.action_data_set')
    and not step.takes_turns
    and next.organization_id = step.organization_id
    and next.version_id = step.version_id
    and next.scope = step.scope
    and (next.type = 'choice' or next.handler = 'sluice_private.action_data_set')
    and not next.takes_turns
    and next.in_degree = leaving.edges
    and next.join_kind = 'any'
    and num_nonnulls(step.compensation, next.compensation, next.output_template) = 0
    and not sluice_private.has_early_joins(
      compile_followers.organization_id, compile_followers.version_id
    );
end;
$$;

comment on function sluice_private.compile_followers(uuid, uuid) is
  'Finds the followers: steps that the database runs, each decided by the step before it alone.';
