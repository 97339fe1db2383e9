create or replace function sluice_private.step_of(
  organization_id uuid,
  version_id uuid,
  step_no int
)
returns sluice.workflow_steps
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_step sluice.workflow_steps;
begin
  select step.*
  into v_step
  from sluice.workflow_steps as step
  where step.organization_id = step_of.organization_id
    and step.version_id = step_of.version_id
    and step.step_no = step_of.step_no;
  return v_step;
end;
$$;

comment on function sluice_private.step_of(uuid, uuid, int) is 'A step of a version.';
