/* What stands in line for a limit comes last: admission may put a ready step there meanwhile. */
create or replace function sluice_private.hold_ready(organization_id uuid, execution_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  with held as (
    delete from sluice_private.ready_steps as ready
    where ready.organization_id = hold_ready.organization_id
      and ready.execution_id = hold_ready.execution_id
    returning ready.*
  )
  insert into sluice_private.blocked_steps (
    organization_id, execution_id, frame_id, step_no, generation, version_id, action, input,
    attempt, crashes, priority, ready_at, reason
  )
  select
    h.organization_id, h.execution_id, h.frame_id, h.step_no, h.generation, h.version_id,
    h.action, h.input, h.attempt, h.crashes, h.priority, h.ready_at, 'paused'
  from held as h;

  update sluice_private.blocked_steps as blocked
  set reason = 'paused', limit_key = null, limited_at = null
  where blocked.organization_id = hold_ready.organization_id
    and blocked.execution_id = hold_ready.execution_id
    and blocked.limit_key is not null;
end;
$$;

comment on function sluice_private.hold_ready(uuid, uuid) is
  'Sets the backlog of a paused execution aside, and what waits for a limit, until it is resumed.';
