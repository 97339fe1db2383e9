/* Neither time nor an event ends it from here on; its lock it keeps. */
create or replace function sluice_private.start_compensation(
  container sluice_private.containers,
  status text,
  error jsonb,
  last sluice_private.ended_iteration,
  out fired sluice_private.fired_step[],
  out changes sluice_private.frame_change[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  select u.fired, u.changes
  into fired, changes
  from sluice_private.undo_next(container, last.frame_id) as u;
  if fired is null then
    return;
  end if;
  update sluice_private.containers as c
  set ending = jsonb_build_object(
    'status', status, 'error', error, 'output', last.output, 'frame_id', last.frame_id
  )
  where c.organization_id = container.organization_id
    and c.execution_id = container.execution_id
    and c.frame_id = container.frame_id
    and c.step_no = container.step_no;
  delete from sluice_private.timers as timer
  where timer.organization_id = container.organization_id
    and timer.execution_id = container.execution_id
    and timer.frame_id = container.frame_id
    and timer.step_no = container.step_no;
  delete from sluice_private.awaited_events as awaited
  where awaited.organization_id = container.organization_id
    and awaited.execution_id = container.execution_id
    and awaited.frame_id = container.frame_id
    and awaited.step_no = container.step_no;
end;
$$;

comment on function sluice_private.start_compensation(
  sluice_private.containers, text, jsonb, sluice_private.ended_iteration
) is
  'Begins to undo what has completed in a container that ends without having completed.';
