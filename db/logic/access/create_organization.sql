create or replace function sluice.create_organization(name text, slug text)
returns sluice.organizations
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id uuid := sluice_hidden.current_user_id();
  v_organization sluice.organizations;
begin
  if v_user_id is null and not sluice_hidden.is_operator() then
    raise exception using
      errcode = 'SLFRB',
      message = 'not signed in',
      hint = 'Send a token whose claim sub is your user id.';
  end if;

  insert into sluice.organizations (name, slug)
  values (create_organization.name, create_organization.slug)
  on conflict on constraint organizations_slug_key do nothing
  returning organizations.* into v_organization;

  if v_organization.id is null then
    raise exception using
      errcode = 'SLDUP',
      message = format('an organization with the slug %s exists', slug),
      hint = 'Choose another slug.';
  end if;

  if v_user_id is not null then
    insert into sluice.organization_members (organization_id, user_id, role)
    values (v_organization.id, v_user_id, 'owner');
  end if;
  return v_organization;
exception
  when check_violation or not_null_violation then
    raise exception using
      errcode = 'SLVAL',
      message = 'an organization needs a name and a plain slug',
      hint = 'A name has 1 to 200 characters; a slug up to 63 lower-case letters, digits and -.';
  when foreign_key_violation then
    raise exception using
      errcode = 'SLFRB',
      message = 'not signed in as a known user',
      hint = 'Have an operator add you to sluice.users.';
end;
$$;

comment on function sluice.create_organization(text, text) is
  'Creates an organization; whoever is signed in becomes its owner.';
grant execute on function sluice.create_organization(text, text) to sluice_member, sluice_admin;
