create or replace function sluice_private.step_places_hint(execution_id uuid, node_id text)
returns text
language sql
stable
begin atomic
  select format(
    'It is in a container: give as frame_path one of %s.',
    string_agg(place.frame_path, ', ' order by place.frame_path)
  )
  from (
    select distinct step.frame_path
    from sluice.workflow_execution_steps as step
    where step.execution_id = step_places_hint.execution_id
      and step.node_id = step_places_hint.node_id
      and step.frame_path is not null
      and sluice_hidden.can_see(step.organization_id)
    order by step.frame_path
    limit 5
  ) as place
  having count(*) > 0;
end;

comment on function sluice_private.step_places_hint(uuid, text) is
  'Where an execution has a step that was looked for in another place; null if it has none.';
