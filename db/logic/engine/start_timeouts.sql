create or replace function sluice_private.start_timeouts(timed sluice_private.settled_step[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice_private.timers (
    organization_id, execution_id, frame_id, step_no, kind, due_at
  )
  select
    item.organization_id, item.execution_id, item.frame_id, item.step_no, 'timeout', item.due_at
  from unnest(timed) as item
  on conflict on constraint timers_pkey do nothing;
end;
$$;

comment on function sluice_private.start_timeouts(sluice_private.settled_step[]) is
  'Gives actions and calls their time, however many attempts they need.';
