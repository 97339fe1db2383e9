create or replace function sluice_private.keep_limits(
  fired sluice_private.fired_step,
  step sluice.workflow_steps,
  context jsonb
)
returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_filled record;
begin
  select f.limits, f.error
  into v_filled
  from sluice_private.fill_limits(step.limits, step.limit_paths, context) as f;
  if v_filled.error is null then
    insert into sluice_private.step_limits (
      organization_id, execution_id, frame_id, step_no, limits
    )
    values (
      fired.organization_id, fired.execution_id, fired.frame_id, fired.step_no, v_filled.limits
    )
    on conflict on constraint step_limits_pkey do update set limits = excluded.limits;
  end if;
  return v_filled.error;
end;
$$;

comment on function sluice_private.keep_limits(
  sluice_private.fired_step, sluice.workflow_steps, jsonb
) is
  'Notes under which limits a step may run, for admission; the error if a key cannot be filled in.';
