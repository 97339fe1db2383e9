create or replace function sluice.remove_limit(name text, organization_id uuid default null)
returns sluice.workflow_limits
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_organization_id uuid := coalesce(organization_id, sluice_hidden.current_organization_id());
  v_limit sluice.workflow_limits;
begin
  perform sluice_hidden.assert_can(v_organization_id, 'manage');
  delete from sluice.workflow_limits as known
  where known.organization_id = v_organization_id and known.name = remove_limit.name
  returning known.* into v_limit;
  if not found then
    raise exception using
      errcode = 'SLNTF',
      message = format('limit %s does not exist', coalesce(remove_limit.name, 'null')),
      hint = 'List sluice.workflow_limits to see those of your organizations.';
  end if;
  return v_limit;
end;
$$;

comment on function sluice.remove_limit(text, uuid) is
  'Removes a limit of an organization; what waits for it goes on.';
grant execute on function sluice.remove_limit(text, uuid) to sluice_member, sluice_admin;
