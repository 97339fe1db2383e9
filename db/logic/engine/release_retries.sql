create or replace function sluice_private.release_retries(due sluice_private.timers[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  with released as (
    delete from sluice_private.blocked_steps as blocked
    using (select d.* from unnest(due) as d where d.kind = 'retry' limit cardinality(due)) as timer
    where blocked.organization_id = any (array[timer.organization_id])
      and blocked.execution_id = timer.execution_id
      and blocked.frame_id = timer.frame_id
      and blocked.step_no = timer.step_no
    returning blocked.*
  )
  insert into sluice_private.ready_steps (
    organization_id, execution_id, frame_id, step_no, generation, version_id, action, input,
    attempt, crashes, priority, ready_at
  )
  select
    r.organization_id, r.execution_id, r.frame_id, r.step_no, r.generation, r.version_id,
    r.action, r.input, r.attempt, r.crashes, r.priority, r.ready_at
  from released as r;
end;
$$;

comment on function sluice_private.release_retries(sluice_private.timers[]) is
  'Puts steps whose next attempt is due into the backlog.';
