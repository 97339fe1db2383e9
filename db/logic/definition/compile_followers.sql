/* Past a join that is decided before all of its edges are, other steps may be under way. */
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
  if sluice_private.has_early_joins(organization_id, version_id) then
    return;
  end if;
  update sluice.workflow_steps as step
  set
    follower = next.step_no,
    follower_ports = leaving.ports,
    follower_edges = jsonb_build_object(
      'shut', jsonb_build_object('edges', leaving.shut),
      'open', (
        select jsonb_object_agg(port, jsonb_build_object('edges', leaving.shut || opened))
        from jsonb_each(leaving.opened) as by_port (port, opened)
      )
    )
  from (
    select
      edge.source, min(edge.target) as target, count(*) as edges,
      array_agg(distinct edge.port) as ports, jsonb_object_agg(edge.edge_id, false) as shut,
      jsonb_object_agg(edge.port, alike.opened) as opened
    from sluice.workflow_edges as edge
    inner join (
      select other.source, other.port, jsonb_object_agg(other.edge_id, true) as opened
      from sluice.workflow_edges as other
      where other.organization_id = compile_followers.organization_id
        and other.version_id = compile_followers.version_id
      group by other.source, other.port
    ) as alike on alike.source = edge.source and alike.port = edge.port
    where edge.organization_id = compile_followers.organization_id
      and edge.version_id = compile_followers.version_id
    group by edge.source
    having min(edge.target) = max(edge.target) and bool_and(edge.guard is null)
  ) as leaving
  inner join sluice.workflow_steps as next on next.step_no = leaving.target
  where step.organization_id = compile_followers.organization_id
    and step.version_id = compile_followers.version_id
    and step.step_no = leaving.source
    and sluice_private.is_plain(step)
    and next.organization_id = step.organization_id
    and next.version_id = step.version_id
    and next.scope = step.scope
    and sluice_private.is_plain(next)
    and next.in_degree = leaving.edges
    and next.join_kind = 'any';
  perform sluice_private.compile_last(organization_id, version_id);
  perform sluice_private.compile_answers(organization_id, version_id);
end;
$$;

comment on function sluice_private.compile_followers(uuid, uuid) is
  'Finds the followers: steps that the database runs, each decided by the step before it alone.';
