create or replace function sluice_private.container_output(
  container sluice_private.containers,
  step sluice.workflow_steps,
  last sluice_private.ended_iteration
)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return case step.type
    when 'group' then last.output
    when 'loop' then jsonb_build_object('iterations', container.ended, 'output', last.output)
      || case when step.result_template is null then '{}'
        else jsonb_build_object('item', last.result) end
    else jsonb_build_object(
      'total', container.total, 'completed', container.completed, 'failed', container.failed
    ) || case when step.result_template is null then '{}' else jsonb_build_object('items', (
      select coalesce(jsonb_agg(r.result order by r.iteration), '[]')
      from sluice_private.container_results as r
      where r.organization_id = container.organization_id
        and r.execution_id = container.execution_id
        and r.frame_id = container.frame_id
        and r.step_no = container.step_no
    )) end
  end;
end;
$$;

comment on function sluice_private.container_output(
  sluice_private.containers, sluice.workflow_steps, sluice_private.ended_iteration
) is
  'The output of a container: a group''s is that of its frame, a loop''s that of its last '
  'iteration, a foreach counts, and lists what it collected.';
