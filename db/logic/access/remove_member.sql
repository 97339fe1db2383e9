create or replace function sluice.remove_member(organization_id uuid, user_id uuid)
returns boolean
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform sluice_hidden.assert_operator('remove members');
  delete from sluice.organization_members as member
  where member.organization_id = remove_member.organization_id
    and member.user_id = remove_member.user_id;
  return found;
end;
$$;

comment on function sluice.remove_member(uuid, uuid) is
  'Operators: ends a membership, from the person''s next request on; says whether there was one.';
grant execute on function sluice.remove_member(uuid, uuid) to sluice_admin;
