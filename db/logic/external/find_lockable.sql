/* A hundred of each action, at most: more than that are never locked by others at one moment. */
create or replace function sluice_private.find_lockable(organization_id uuid, actions text[])
returns sluice_private.ready_steps
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
-- lint: allow "routine is marked as VOLATILE, should be STABLE": it takes row locks
declare
  v_step sluice_private.ready_steps;
begin
  select ready.*
  into v_step
  from (
    select next.*
    from (
      select distinct known.name
      from sluice.workflow_action_definitions as known
      where known.runs = 'worker'
        and (actions is null or known.name = any (actions))
    ) as wanted
    cross join lateral (
      select r.organization_id, r.execution_id, r.frame_id, r.step_no, r.priority, r.seq
      from sluice_private.ready_steps as r
      where r.action = wanted.name
        and (find_lockable.organization_id is null
          or r.organization_id = find_lockable.organization_id)
        and not sluice_private.has_limits(r)
      order by r.priority, r.seq
      limit 100
    ) as next
    order by next.priority, next.seq
    limit 100
  ) as first
  inner join sluice_private.ready_steps as ready
    on ready.organization_id = first.organization_id
    and ready.execution_id = first.execution_id
    and ready.frame_id = first.frame_id
    and ready.step_no = first.step_no
  inner join sluice_private.live_executions as live
    on live.organization_id = first.organization_id and live.id = first.execution_id
  order by first.priority, first.seq
  limit 1
  for update of ready skip locked
  for share of live skip locked;
  return v_step;
end;
$$;

comment on function sluice_private.find_lockable(uuid, text[]) is
  'The step that comes next in an organization (null: in all) among these actions (null: all), '
  'locked, and its execution with it.';
