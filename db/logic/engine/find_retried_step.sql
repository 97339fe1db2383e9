create or replace function sluice_private.find_retried_step(
  past sluice_private.executions,
  version_id uuid,
  node_id text,
  frame_path text,
  input jsonb
)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_name text := concat_ws('.', frame_path, node_id);
  v_type text;
  v_status text;
begin
  select step.type, step.status
  into v_type, v_status
  from sluice_private.execution_steps as step
  where step.organization_id = past.organization_id
    and step.execution_id = past.id
    and step.node_id = find_retried_step.node_id
    and step.frame_path is not distinct from find_retried_step.frame_path
  order by step.generation desc
  limit 1;
  if not found or exists (
    select
    from sluice_private.redone_steps(
      past.organization_id, version_id, node_id, frame_path
    ) as r
    where r.step is null
  ) then
    raise exception using
      errcode = 'SLNTF',
      message = format('execution %s has no step %s that has ended', past.id, v_name),
      hint = coalesce(
        sluice_private.step_places_hint(past.id, node_id) || ' ', ''
      ) || 'See node_id and frame_path of sluice.workflow_execution_steps; the version that is '
        'to run must have it, too.';
  end if;
  if v_status = 'skipped' then
    raise exception using
      errcode = 'SLSTA',
      message = format('step %s was skipped', v_name),
      hint = 'Retry from the step that decided so.';
  end if;
  perform sluice_hidden.assert_size(input, 'the input');
  if input is not null
    and not (v_type = 'trigger' or v_type = 'action' and jsonb_typeof(input) = 'object')
  then
    raise exception using
      errcode = 'SLVAL',
      message = format('step %s takes no such input', v_name),
      hint = 'A trigger takes any JSON as its payload, an action an object.';
  end if;
  return v_type;
end;
$$;

comment on function sluice_private.find_retried_step(
  sluice_private.executions, uuid, text, text, jsonb
) is
  'The type of a step that an execution can be retried from, with this input; raises SLNTF, SLSTA, '
  'SLVAL.';
