create or replace function sluice_private.turn_compensation(
  container sluice_private.containers,
  step sluice.workflow_steps,
  undone sluice_private.ended_iteration,
  out fired sluice_private.fired_step[],
  out settled sluice_private.settled_step[],
  out closing sluice_private.closing_frame[],
  out changes sluice_private.frame_change[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_frame_id bigint := (container.ending ->> 'frame_id')::bigint;
  v_error jsonb := nullif(container.ending -> 'error', 'null');
  v_last sluice_private.ended_iteration := undone;
  v_done int := (sluice_private.last_compensation(container, v_frame_id)).seq;
begin
  if undone.status <> 'completed' then
    closing := array[sluice_private.give_up(container, v_error, undone.error)];
    return;
  end if;
  delete from sluice_private.compensations as kept
  where kept.organization_id = container.organization_id
    and kept.execution_id = container.execution_id
    and kept.seq = v_done;
  select u.fired, u.changes
  into fired, changes
  from sluice_private.undo_next(container, v_frame_id) as u;
  if fired is not null then
    return;
  end if;
  if container.step_no = 0 then
    closing := array[(
      container.organization_id, container.execution_id, 0, container.ending ->> 'status', null,
      v_error
    )::sluice_private.closing_frame];
    return;
  end if;
  v_last.frame_id := v_frame_id;
  v_last.output := nullif(container.ending -> 'output', 'null');
  select e.settled, e.closing, e.changes
  into settled, closing, changes
  from sluice_private.end_container(
    container, step, container.ending ->> 'status', v_error, v_last
  ) as e;
end;
$$;

comment on function sluice_private.turn_compensation(
  sluice_private.containers, sluice.workflow_steps, sluice_private.ended_iteration
) is
  'What follows when a step has been undone: the one that completed before it, or the end that '
  'was put off.';
