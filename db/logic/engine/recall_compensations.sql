/* In the container's frame: those of its iterations are gone. Each has a frame_id of its own all
   the same, by which its idempotency key differs from the others'. */
create or replace function sluice_private.recall_compensations(
  container sluice_private.settled_step
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_step sluice.workflow_steps := sluice_private.step_of(
    container.organization_id, container.version_id, container.step_no
  );
  v_last int;
begin
  if v_step.type not in ('foreach', 'loop', 'group') then
    return;
  end if;
  select max(known.seq)
  into v_last
  from sluice_private.compensations as known
  where known.organization_id = container.organization_id
    and known.execution_id = container.execution_id;

  insert into sluice_private.compensations (
    organization_id, execution_id, seq, version_id, frame_id, lineage, path, step_no, generation,
    input, error
  )
  select
    container.organization_id, container.execution_id,
    coalesce(v_last, 0)
      + row_number() over (order by kept.generation, (kept.undo ->> 'seq')::int),
    container.version_id, nextval('sluice_private.frame_id'), frame.lineage, kept.frame_path,
    undo.step_no,
    container.generation, nullif(kept.undo -> 'input', 'null'), nullif(kept.undo -> 'error', 'null')
  from sluice_private.frames as frame
  inner join sluice_private.kept_steps as kept
    on kept.organization_id = frame.organization_id
    and kept.execution_id = frame.execution_id
    and sluice_private.is_within(kept.frame_path, concat_ws('.', frame.path, v_step.node_id))
  inner join sluice.workflow_steps as undo
    on undo.organization_id = frame.organization_id
    and undo.version_id = container.version_id
    and undo.node_id = kept.undo ->> 'node_id'
  where frame.organization_id = container.organization_id
    and frame.execution_id = container.execution_id
    and frame.frame_id = container.frame_id;
end;
$$;

comment on function sluice_private.recall_compensations(sluice_private.settled_step) is
  'Notes how to undo what has completed in a container that a retry keeps as it ended.';
