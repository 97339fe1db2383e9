create or replace function sluice_private.find_step(
  execution_id uuid,
  node_id text,
  frame_path text
)
returns sluice.workflow_execution_steps
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_step sluice.workflow_execution_steps;
begin
  select step.*
  into v_step
  from sluice.workflow_execution_steps as step
  where step.execution_id = find_step.execution_id
    and step.node_id = find_step.node_id
    and step.frame_path is not distinct from find_step.frame_path
    and sluice_hidden.can_see(step.organization_id)
  order by step.generation desc
  limit 1;
  if not found then
    perform sluice_private.find_past(execution_id);
    raise exception using
      errcode = 'SLNTF',
      message = format('execution %s has no step %s that has begun', execution_id,
        concat_ws('.', frame_path, coalesce(node_id, 'null'))),
      hint = coalesce(
        sluice_private.step_places_hint(execution_id, node_id),
        'See node_id and frame_path of sluice.workflow_execution_steps for those that have.'
      );
  end if;
  perform sluice_hidden.assert_can(v_step.organization_id, 'run');
  if v_step.finished_at is not null then
    raise exception using
      errcode = 'SLSTA',
      message = format('step %s is %s', concat_ws('.', frame_path, node_id), v_step.status),
      hint = 'Only a step that is under way can be ended by hand.';
  end if;
  return v_step;
end;
$$;

comment on function sluice_private.find_step(uuid, text, text) is
  'A step that is under way, if whoever asks may run its workflow; raises SLNTF, SLFRB, SLSTA.';
