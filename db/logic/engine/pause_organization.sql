create or replace function sluice.pause_organization(
  organization_id uuid default null,
  reason text default null
)
returns sluice.bulk_operations
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return sluice_private.pause_scope(
    sluice_private.assert_organization(
      coalesce(organization_id, sluice_hidden.current_organization_id()), 'edit'
    ),
    '00000000-0000-0000-0000-000000000000', reason
  );
end;
$$;

comment on function sluice.pause_organization(uuid, text) is
  'Pauses everything of an organization (by default the active one): nothing starts, what runs is '
  'finished and recorded, nothing else begins. The row says how far it has come.';
grant execute on function sluice.pause_organization(uuid, text) to sluice_member, sluice_admin;
