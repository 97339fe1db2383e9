/* Security definer, like my_organization_ids: the policies of crm ask it. */
create or replace function crm.editable_organization_ids()
returns uuid[]
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return array(
    select m.organization_id
    from sluice.organization_members as m
    where m.user_id = sluice_hidden.current_user_id() and m.role <> 'viewer'
  );
end;
$$;

comment on function crm.editable_organization_ids() is
  'The organizations whose rows the signed-in person may write.';
grant execute on function crm.editable_organization_ids()
to sluice_member, sluice_admin, sluice_actor;
