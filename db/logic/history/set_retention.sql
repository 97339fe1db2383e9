create or replace function sluice.set_retention(
  retention interval,
  organization_id uuid default null
)
returns sluice.organizations
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_organization_id uuid := coalesce(organization_id, sluice_hidden.current_organization_id());
  v_organization sluice.organizations;
begin
  if v_organization_id is not null then
    perform sluice_hidden.assert_can(v_organization_id, 'manage');
  end if;
  update sluice.organizations
  set retention = set_retention.retention
  where organizations.id = v_organization_id
  returning organizations.* into v_organization;
  if not found then
    raise exception using
      errcode = case when v_organization_id is null then 'SLVAL' else 'SLNTF' end,
      message = case when v_organization_id is null then 'a retention needs an organization'
        else format('organization %s does not exist', v_organization_id) end,
      hint = case when v_organization_id is null
        then 'Name it: organization_id => ''…''; or set jwt.claims.org for the session.'
        else 'List sluice.organizations to see those you may use.' end;
  end if;
  return v_organization;
exception
  when check_violation then
    raise exception using
      errcode = 'SLVAL',
      message = 'history cannot be kept for so long, or so short a time',
      hint = 'An organization keeps it for 1 hour to 10 years, or, with null, as long as all; '
        'the built-in one, which stands for all, for 1 day to 2 years.';
end;
$$;

comment on function sluice.set_retention(interval, uuid) is
  'How long the finished executions and the events of an organization are kept, where a workflow '
  'does not say otherwise; null: as long as those of all. The nil id sets that default.';
grant execute on function sluice.set_retention(interval, uuid) to sluice_member, sluice_admin;
