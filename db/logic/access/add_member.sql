create or replace function sluice.add_member(
  organization_id uuid,
  email text,
  role text default 'member',
  user_id uuid default null
)
returns sluice.organization_members
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id uuid;
  v_member sluice.organization_members;
begin
  perform sluice_hidden.assert_operator('add members');
  insert into sluice.users as known (id, email)
  values (coalesce(add_member.user_id, sluice_hidden.uuidv7()), lower(add_member.email))
  on conflict on constraint users_email_key do update set email = known.email
  where add_member.user_id is null or known.id = add_member.user_id
  returning known.id into v_user_id;

  if v_user_id is null then
    raise exception using
      errcode = 'SLDUP',
      message = format('%s is another user', lower(email)),
      hint = 'Leave user_id out, or give the id that sluice.users has for the address.';
  end if;

  insert into sluice.organization_members as known (organization_id, user_id, role)
  values (add_member.organization_id, v_user_id, add_member.role)
  on conflict on constraint organization_members_pkey do update set role = excluded.role
  returning known.* into v_member;
  return v_member;
exception
  when check_violation or not_null_violation then
    raise exception using
      errcode = 'SLVAL',
      message = 'a member needs an e-mail address and a role',
      hint = 'The roles are owner, admin, member and viewer.';
  when foreign_key_violation then
    raise exception using
      errcode = 'SLNTF',
      message = format('organization %s does not exist', organization_id),
      hint = 'Take an id of sluice.organizations.';
  when unique_violation then
    raise exception using
      errcode = 'SLDUP',
      message = format('user %s has another e-mail address', user_id),
      hint = 'Give the address that sluice.users has for the id.';
end;
$$;

comment on function sluice.add_member(uuid, text, text, uuid) is
  'Operators: makes a person a member, or gives a member another role. Whoever is not yet known is '
  'added to sluice.users; user_id is the claim sub of their tokens, a new one if not given.';
grant execute on function sluice.add_member(uuid, text, text, uuid) to sluice_admin;
