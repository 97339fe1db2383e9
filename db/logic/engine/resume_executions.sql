/* What is due by then becomes an arrival or a due timer again, for the drainer's next look. */
create or replace function sluice_private.resume_executions(arrivals sluice_private.arrivals[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_resume sluice_private.arrivals;
begin
  for v_resume in
    select a.* from unnest(arrivals) as a where a.kind = 'resume'
  loop
    update sluice_private.live_executions as live
    set status = 'running', paused_at = null, error = null
    where live.organization_id = v_resume.organization_id
      and live.id = v_resume.execution_id
      and live.paused_at is not null
      and (live.error ? 'scope' or not v_resume.body::jsonb ? 'scope');
    continue when not found;

    with held as (
      delete from sluice_private.blocked_steps as blocked
      where blocked.organization_id = v_resume.organization_id
        and blocked.execution_id = v_resume.execution_id
        and blocked.reason = 'paused'
      returning blocked.*
    )
    insert into sluice_private.ready_steps (
      organization_id, execution_id, frame_id, step_no, generation, version_id, action, input,
      attempt, crashes, priority, ready_at
    )
    select
      h.organization_id, h.execution_id, h.frame_id, h.step_no, h.generation, h.version_id,
      h.action, h.input, h.attempt, h.crashes, h.priority, h.ready_at
    from held as h;

    update sluice_private.arrivals as arrival
    set is_parked = false
    where arrival.organization_id = v_resume.organization_id
      and arrival.execution_id = v_resume.execution_id
      and arrival.is_parked
      and arrival.kind <> 'turn';
    update sluice_private.timers as timer
    set is_parked = false
    where timer.organization_id = v_resume.organization_id
      and timer.execution_id = v_resume.execution_id
      and timer.is_parked;
  end loop;
end;
$$;

comment on function sluice_private.resume_executions(sluice_private.arrivals[]) is
  'Resumes locked executions that were asked to: what was held back goes on where it stood.';
