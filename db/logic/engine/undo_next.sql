/* Each step is undone in a frame of its own, as an iteration of what compensates: its place, its
   attempts and its end are then those of any other step. */
create or replace function sluice_private.undo_next(
  container sluice_private.containers,
  frame_id bigint,
  out fired sluice_private.fired_step[],
  out changes sluice_private.frame_change[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_last sluice_private.compensations := sluice_private.last_compensation(container, frame_id);
  v_id bigint;
begin
  if v_last.seq is null then
    return;
  end if;
  v_id := nextval('sluice_private.frame_id');
  update sluice_private.containers as c
  set total = c.total + 1, started = c.started + 1
  where c.organization_id = container.organization_id
    and c.execution_id = container.execution_id
    and c.frame_id = container.frame_id
    and c.step_no = container.step_no;
  insert into sluice_private.frames (
    organization_id, execution_id, frame_id, parent_id, container, iteration, path, lineage,
    bindings, open
  )
  select
    container.organization_id, container.execution_id, v_id, container.frame_id,
    container.step_no, container.started, v_last.path, parent.lineage || v_id,
    jsonb_build_object('compensation', v_last.seq), 0
  from sluice_private.frames as parent
  where parent.organization_id = container.organization_id
    and parent.execution_id = container.execution_id
    and parent.frame_id = container.frame_id;
  fired := array[(
    container.organization_id, container.execution_id, container.version_id, v_id,
    v_last.step_no, v_last.generation, true, null, false, false
  )::sluice_private.fired_step];
  changes := array[(
    container.organization_id, container.execution_id, v_id, 0
  )::sluice_private.frame_change];
end;
$$;

comment on function sluice_private.undo_next(sluice_private.containers, bigint) is
  'Begins to undo the step that completed last in a frame; nothing fires where none is left.';
