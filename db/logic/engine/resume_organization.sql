create or replace function sluice.resume_organization(organization_id uuid default null)
returns sluice.bulk_operations
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_organization_id uuid := sluice_private.assert_organization(
    coalesce(organization_id, sluice_hidden.current_organization_id()), 'edit'
  );
  v_operation sluice.bulk_operations := sluice_private.resume_scope(
    v_organization_id, '00000000-0000-0000-0000-000000000000'
  );
begin
  if v_operation.id is null then
    raise exception using
      errcode = 'SLSTA',
      message = format('organization %s is not paused', v_organization_id),
      hint = 'Workflows and executions that are paused by themselves are resumed one by one.';
  end if;
  return v_operation;
end;
$$;

comment on function sluice.resume_organization(uuid) is
  'Lets what pause_organization paused go on where it stood; what is paused by itself, or by its '
  'workflow, stays so.';
grant execute on function sluice.resume_organization(uuid) to sluice_member, sluice_admin;
