/* The retry policy has no say: the time was for all attempts. A late report is refused. */
create or replace function sluice_private.overdue_steps(due sluice_private.timers[])
returns sluice_private.settled_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_due record;
  v_at sluice_private.fired_step;
  v_step sluice_private.settled_step;
  v_error jsonb;
  v_ended sluice_private.settled_step[];
begin
  for v_due in
    select d.*, step.known
    from (select d.* from unnest(due) as d where d.kind = 'timeout' limit cardinality(due)) as d
    cross join lateral (
      select e.version_id
      from sluice_private.live_executions as e
      where e.organization_id = d.organization_id and e.id = d.execution_id
      offset 0
    ) as live
    cross join lateral (
      select w as known
      from sluice.workflow_steps as w
      where w.organization_id = d.organization_id
        and w.version_id = live.version_id
        and w.step_no = d.step_no
      offset 0
    ) as step
    where (step.known).type in ('action', 'call')
  loop
    v_at.organization_id := v_due.organization_id;
    v_at.execution_id := v_due.execution_id;
    v_at.frame_id := v_due.frame_id;
    v_error := jsonb_build_object(
      'class', 'timeout', 'message', 'the step took too long', 'deadline', v_due.due_at
    );
    for v_step in
      select s.* from unnest(sluice_private.take_steps(v_at, array[v_due.step_no])) as s
    loop
      v_step.status := 'timed_out';
      v_step.error := sluice_private.error_at(v_error, (v_due.known).node_id);
      v_step.output := jsonb_build_object('error', v_error);
      v_step.ports := sluice_private.route_failure(v_due.known, v_error);
      v_ended := v_ended || v_step;
    end loop;
  end loop;
  return v_ended;
end;
$$;

comment on function sluice_private.overdue_steps(sluice_private.timers[]) is
  'Ends the actions and calls whose time is up: as timed out, with the ports that opens; null: it '
  'is not handled.';
