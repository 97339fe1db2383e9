create or replace function sluice_private.judge_iteration(
  ended sluice_private.ended_iteration,
  frame_id bigint,
  step sluice.workflow_steps
)
returns sluice_private.ended_iteration
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_context jsonb := sluice_private.build_context(
    ended.organization_id, ended.execution_id, frame_id, step.result_refs,
    '{trigger,vars,execution,workflow,organization,now}'
  );
begin
  select rendered.value, rendered.error
  into ended.result, ended.error
  from sluice_private.render(
    step.result_template, step.result_slots, step.result_paths, v_context
  ) as rendered;
  if ended.error is not null then
    ended.status := 'failed';
    ended.error := sluice_private.error_at(ended.error, step.node_id);
  end if;
  ended.is_last := jsonb_path_match_tz(v_context, step.repeat_until, '{}', true) is true;
  return ended;
end;
$$;

comment on function sluice_private.judge_iteration(
  sluice_private.ended_iteration, bigint, sluice.workflow_steps
) is
  'What a container collects or carries on from an iteration, and whether it was the last.';
