create or replace function sluice_private.enter_frames(
  container sluice_private.containers,
  step sluice.workflow_steps,
  frame_ids bigint[]
)
returns sluice_private.fired_step[]
language sql
immutable
begin atomic
  select array_agg((
    container.organization_id, container.execution_id, container.version_id, id,
    entry.value::int, container.generation, true, null, false, step.config ? 'order'
  )::sluice_private.fired_step)
  from unnest(frame_ids) as id
  cross join jsonb_array_elements_text(step.config -> 'entries') as entry;
end;

comment on function sluice_private.enter_frames(
  sluice_private.containers, sluice.workflow_steps, bigint[]
) is
  'The steps that fire when these iterations of a container begin.';
