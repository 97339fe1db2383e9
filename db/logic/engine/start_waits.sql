create or replace function sluice_private.start_waits(waiting sluice_private.settled_step[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice_private.waits (
    organization_id, execution_id, frame_id, step_no, generation, version_id, input, started_at
  )
  select
    item.organization_id, item.execution_id, item.frame_id, item.step_no, item.generation,
    item.version_id, item.input, item.started_at
  from unnest(waiting) as item;

  insert into sluice_private.timers (
    organization_id, execution_id, frame_id, step_no, kind, due_at
  )
  select
    item.organization_id, item.execution_id, item.frame_id, item.step_no, 'wait', item.due_at
  from unnest(waiting) as item;
end;
$$;

comment on function sluice_private.start_waits(sluice_private.settled_step[]) is
  'Suspends steps until their timers are due.';
