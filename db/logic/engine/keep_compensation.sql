/* The input is filled in now: what it reads may be gone when it is needed. */
create or replace function sluice_private.keep_compensation(
  completed sluice_private.settled_step,
  step_no int,
  verdicts jsonb
)
returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_undo sluice.workflow_steps := sluice_private.step_of(
    completed.organization_id, completed.version_id, keep_compensation.step_no
  );
  v_last int;
  v_kept sluice_private.compensations;
begin
  if completed.status <> 'completed' then
    return verdicts;
  end if;
  select max(kept.seq)
  into v_last
  from sluice_private.compensations as kept
  where kept.organization_id = completed.organization_id
    and kept.execution_id = completed.execution_id;

  insert into sluice_private.compensations as kept (
    organization_id, execution_id, seq, version_id, frame_id, lineage, path, step_no, generation,
    input, error
  )
  select
    completed.organization_id, completed.execution_id, coalesce(v_last, 0) + 1,
    completed.version_id, completed.frame_id, frame.lineage, frame.path, v_undo.step_no,
    completed.generation, rendered.value, rendered.error
  from sluice_private.frames as frame
  cross join lateral sluice_private.render_step(
    v_undo,
    sluice_private.build_context(
      completed.organization_id, completed.execution_id, completed.frame_id, v_undo.refs,
      v_undo.roots
    )
  ) as rendered
  where frame.organization_id = completed.organization_id
    and frame.execution_id = completed.execution_id
    and frame.frame_id = completed.frame_id
  returning kept.* into v_kept;
  return coalesce(verdicts, '{}') || jsonb_build_object('undo', jsonb_build_object(
    'node_id', v_undo.node_id, 'seq', v_kept.seq, 'input', v_kept.input, 'error', v_kept.error
  ));
end;
$$;

comment on function sluice_private.keep_compensation(sluice_private.settled_step, int, jsonb) is
  'Notes how to undo a step that has completed. Returns the verdicts and, as undo, what it notes: '
  'node_id of the compensation, its input or the error of rendering it, seq in the order of '
  'completion.';
