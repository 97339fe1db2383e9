/* One that an end has cancelled gives nothing, and may be the last all the same. */
create or replace function sluice_private.judge_iteration(
  ended sluice_private.ended_iteration,
  frame_id bigint
)
returns sluice_private.ended_iteration
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_step sluice.workflow_steps;
  v_context jsonb;
begin
  select step.*
  into v_step
  from sluice_private.containers as c
  inner join sluice.workflow_steps as step
    on step.organization_id = c.organization_id
    and step.version_id = c.version_id
    and step.step_no = c.step_no
  where c.organization_id = ended.organization_id
    and c.execution_id = ended.execution_id
    and c.frame_id = ended.parent_id
    and c.step_no = ended.container;
  if v_step.result_template is null and v_step.repeat_until is null then
    return ended;
  end if;
  v_context := sluice_private.build_context(
    ended.organization_id, ended.execution_id, frame_id, v_step.result_refs,
    v_step.result_roots
  );
  if ended.status = 'completed' then
    select rendered.value, rendered.error
    into ended.result, ended.error
    from sluice_private.render(
      v_step.result_template, v_step.result_slots, v_step.result_paths, v_context
    ) as rendered;
    if ended.error is not null then
      ended.status := 'failed';
      ended.error := sluice_private.error_at(ended.error, v_step.node_id);
    end if;
  end if;
  if v_step.config ? 'drawn' then
    perform sluice_private.leave_outputs(v_step, ended, frame_id);
  end if;
  ended.is_last := v_step.type = 'loop'
    and jsonb_path_match_tz(v_context, v_step.repeat_until, '{}', true) is true;
  return ended;
end;
$$;

comment on function sluice_private.judge_iteration(sluice_private.ended_iteration, bigint) is
  'What a container collects or carries on from an iteration, and whether it was the last.';
