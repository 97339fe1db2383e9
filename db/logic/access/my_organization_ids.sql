/* Security definer: policies on organization_members themselves ask it. */
create or replace function sluice_hidden.my_organization_ids()
returns uuid[]
language plpgsql
stable
parallel safe
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return array(
    select organization_members.organization_id
    from sluice.organization_members
    where organization_members.user_id = sluice_hidden.current_user_id()
  );
end;
$$;

comment on function sluice_hidden.my_organization_ids() is
  'The organizations whose rows the signed-in person may read.';
grant execute on function sluice_hidden.my_organization_ids()
to sluice_visitor, sluice_member, sluice_admin, sluice_actor;
