create or replace function sluice_private.collects(container sluice_private.containers)
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_step sluice.workflow_steps := sluice_private.step_of(
    container.organization_id, container.version_id, container.step_no
  );
begin
  return v_step.type = 'foreach' and v_step.result_template is not null;
end;
$$;

comment on function sluice_private.collects(sluice_private.containers) is
  'Whether it is a foreach that lists what its iterations give.';
