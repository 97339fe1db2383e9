--! Previous: sha1:e21024d0ebaad45926424eead4aba43d503f04de
--! Hash: sha1:bf3e5624eb7fd9348da97b43d07a6caac27eabd1
--! Message: access: organizations, users, members

create table sluice.organizations (
  id uuid primary key default sluice_hidden.uuidv7(),
  slug text not null unique,
  name text not null,
  retention interval,
  created_at timestamptz not null default sluice_hidden.now(),
  updated_at timestamptz not null default sluice_hidden.now(),
  constraint organizations_retention_is_bounded
    check (retention between '1 hour' and '10 years'),
  constraint organizations_default_retention_is_given check (
    id <> '00000000-0000-0000-0000-000000000000'
    or (retention is not null and retention between '1 day' and '2 years')
  ),
  constraint organizations_slug_is_plain check (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  constraint organizations_name_is_given check (name <> '' and length(name) <= 200)
);
comment on table sluice.organizations is 'A tenant. Everything else belongs to exactly one.';
comment on column sluice.organizations.id is 'The organization, in every other key as organization_id.';
comment on column sluice.organizations.slug is 'Short name in URLs; lower-case letters, digits, hyphens.';
comment on column sluice.organizations.name is 'What people call it.';
comment on column sluice.organizations.retention is
  'How long finished executions are kept; null: as long as those of all. The built-in one holds that default.';
comment on column sluice.organizations.created_at is 'When it was created; never changes.';
comment on column sluice.organizations.updated_at is 'When it last changed.';

create table sluice.users (
  id uuid primary key default sluice_hidden.uuidv7(),
  email text not null unique,
  name text not null default '',
  created_at timestamptz not null default sluice_hidden.now(),
  updated_at timestamptz not null default sluice_hidden.now(),
  constraint users_email_is_lower_case check (email = lower(email) and email like '_%@_%')
);
comment on table sluice.users is 'A person. May be a member of several organizations.';
comment on column sluice.users.id is 'The claim `sub` of the person''s token.';
comment on column sluice.users.email is 'Address, in lower case.';
comment on column sluice.users.name is 'What people call them.';
comment on column sluice.users.created_at is 'When the person was added; never changes.';
comment on column sluice.users.updated_at is 'When the row last changed.';

create table sluice.organization_members (
  organization_id uuid not null references sluice.organizations (id) on delete cascade,
  user_id uuid not null references sluice.users (id) on delete cascade,
  role text not null default 'member',
  created_at timestamptz not null default sluice_hidden.now(),
  updated_at timestamptz not null default sluice_hidden.now(),
  primary key (organization_id, user_id),
  constraint organization_members_role_is_known
    check (role in ('owner', 'admin', 'member', 'viewer'))
);
create index organization_members_user_id_idx on sluice.organization_members (user_id);
comment on table sluice.organization_members is 'Who belongs to which organization, and as what.';
comment on column sluice.organization_members.organization_id is 'The organization.';
comment on column sluice.organization_members.user_id is 'The person.';
comment on column sluice.organization_members.role is
  'owner and admin manage; member edits and runs workflows; viewer only reads.';
comment on column sluice.organization_members.created_at is 'When they joined; never changes.';
comment on column sluice.organization_members.updated_at is 'When the row last changed.';

--! Included access/index.sql
/* Access: who is asking, which organizations they belong to, and what they may do there.
   A request carries two claims, `sub` (the person) and `org` (the active organization); what the
   person may see is always read from organization_members. Operators (sluice_admin and who is a
   member of it) see every organization. Reads are guarded by row-level security; functions that
   write state of the engine are security definer and start with assert_can. */
--! Included access/current_user_id.sql
create or replace function sluice_hidden.current_user_id()
returns uuid
language sql
stable
parallel safe
return nullif(current_setting('jwt.claims.sub', true), '')::uuid;

comment on function sluice_hidden.current_user_id() is 'The claim `sub`: who is asking, or null.';
grant execute on function sluice_hidden.current_user_id()
to sluice_visitor, sluice_member, sluice_admin, sluice_worker, sluice_actor;
--! EndIncluded access/current_user_id.sql
--! Included access/current_organization_id.sql
create or replace function sluice_hidden.current_organization_id()
returns uuid
language sql
stable
parallel safe
return nullif(current_setting('jwt.claims.org', true), '')::uuid;

comment on function sluice_hidden.current_organization_id() is
  'The claim `org`: the active organization, where new rows go; or null.';
grant execute on function sluice_hidden.current_organization_id()
to sluice_visitor, sluice_member, sluice_admin, sluice_worker, sluice_actor;
--! EndIncluded access/current_organization_id.sql
--! Included access/my_organization_ids.sql
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
--! EndIncluded access/my_organization_ids.sql
--! Included access/is_operator.sql
/* Inside a security definer function current_user is the owner; the role that asks is the one
   that was set, or else the one that logged in. */
create or replace function sluice_hidden.is_operator()
returns boolean
language sql
stable
return pg_has_role(
  case current_setting('role') when 'none' then session_user else current_setting('role') end,
  'sluice_admin',
  'usage'
);

comment on function sluice_hidden.is_operator() is
  'True for sluice_admin and its members, who may act in every organization.';
grant execute on function sluice_hidden.is_operator()
to sluice_visitor, sluice_member, sluice_admin, sluice_worker;
--! EndIncluded access/is_operator.sql
--! Included access/assert_operator.sql
create or replace function sluice_hidden.assert_operator(needed text)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if not sluice_hidden.is_operator() then
    raise exception using
      errcode = 'SLFRB',
      message = format('only an operator may %s', needed),
      hint = 'Act as a member of the role sluice_admin.';
  end if;
end;
$$;

comment on function sluice_hidden.assert_operator(text) is
  'Raises SLFRB unless whoever asks is an operator.';
--! EndIncluded access/assert_operator.sql
--! Included access/can_see.sql
create or replace function sluice_hidden.can_see(organization_id uuid)
returns boolean
language sql
stable
return sluice_hidden.is_operator()
  or organization_id = any (sluice_hidden.my_organization_ids());

comment on function sluice_hidden.can_see(uuid) is
  'Whether whoever asks may know of this organization''s rows.';
--! EndIncluded access/can_see.sql
--! Included access/assert_can.sql
create or replace function sluice_hidden.assert_can(organization_id uuid, needed text)
returns void
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_role text;
begin
  if sluice_hidden.is_operator() then
    return;
  end if;
  select organization_members.role
  into v_role
  from sluice.organization_members
  where organization_members.organization_id = assert_can.organization_id
    and organization_members.user_id = sluice_hidden.current_user_id();

  if v_role is null or (v_role = 'viewer' and needed in ('run', 'edit', 'manage'))
    or (v_role = 'member' and needed = 'manage')
  then
    raise exception using
      errcode = 'SLFRB',
      message = format('not allowed to %s in this organization', needed),
      hint = format('Ask an owner of the organization for the role %s.',
        case needed when 'manage' then 'admin' else 'member' end);
  end if;
end;
$$;

comment on function sluice_hidden.assert_can(uuid, text) is
  'Raises SLFRB unless whoever asks may read, run, edit or manage in this organization.';
--! EndIncluded access/assert_can.sql
--! Included access/create_organization.sql
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
--! EndIncluded access/create_organization.sql
--! Included access/add_member.sql
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
--! EndIncluded access/add_member.sql
--! Included access/remove_member.sql
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
--! EndIncluded access/remove_member.sql
--! Included access/organizations_policies.sql
alter table sluice.organizations enable row level security;
alter table sluice.organizations force row level security;

drop policy if exists all_owner on sluice.organizations;
create policy all_owner on sluice.organizations to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice.organizations;
create policy select_member on sluice.organizations for select to sluice_member
using (id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice.organizations;
create policy select_admin on sluice.organizations for select to sluice_admin
using (true);

grant select on sluice.organizations to sluice_member, sluice_admin;
--! EndIncluded access/organizations_policies.sql
--! Included access/users_policies.sql
alter table sluice.users enable row level security;
alter table sluice.users force row level security;

drop policy if exists all_owner on sluice.users;
create policy all_owner on sluice.users to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice.users;
create policy select_member on sluice.users for select to sluice_member
using (id = (select sluice_hidden.current_user_id())
  or exists (
    select from sluice.organization_members
    where organization_members.user_id = users.id
  ));

drop policy if exists select_admin on sluice.users;
create policy select_admin on sluice.users for select to sluice_admin
using (true);

grant select on sluice.users to sluice_member, sluice_admin;
--! EndIncluded access/users_policies.sql
--! Included access/organization_members_policies.sql
alter table sluice.organization_members enable row level security;
alter table sluice.organization_members force row level security;

drop policy if exists all_owner on sluice.organization_members;
create policy all_owner on sluice.organization_members to sluice_owner
using (true) with check (true);

drop policy if exists select_member on sluice.organization_members;
create policy select_member on sluice.organization_members for select to sluice_member
using (organization_id = any ((select sluice_hidden.my_organization_ids())::uuid[]));

drop policy if exists select_admin on sluice.organization_members;
create policy select_admin on sluice.organization_members for select to sluice_admin
using (true);

grant select on sluice.organization_members to sluice_member, sluice_admin;
--! EndIncluded access/organization_members_policies.sql
--! Included access/test_mode_policies.sql
alter table sluice_private.test_mode enable row level security;
alter table sluice_private.test_mode force row level security;

drop policy if exists all_owner on sluice_private.test_mode;
create policy all_owner on sluice_private.test_mode to sluice_owner
using (true) with check (true);
--! EndIncluded access/test_mode_policies.sql
--! Included access/simulations_policies.sql
alter table sluice_private.simulations enable row level security;
alter table sluice_private.simulations force row level security;

drop policy if exists all_owner on sluice_private.simulations;
create policy all_owner on sluice_private.simulations to sluice_owner
using (true) with check (true);
--! EndIncluded access/simulations_policies.sql
--! Included access/organizations_stamp.sql
create or replace trigger _100_stamp
before update on sluice.organizations
for each row execute function sluice_private.tg__stamp();
--! EndIncluded access/organizations_stamp.sql
--! Included access/users_stamp.sql
create or replace trigger _100_stamp
before update on sluice.users
for each row execute function sluice_private.tg__stamp();
--! EndIncluded access/users_stamp.sql
--! Included access/organization_members_stamp.sql
create or replace trigger _100_stamp
before update on sluice.organization_members
for each row execute function sluice_private.tg__stamp();
--! EndIncluded access/organization_members_stamp.sql
--! EndIncluded access/index.sql

insert into sluice.organizations (id, slug, name, retention)
values ('00000000-0000-0000-0000-000000000000', 'sluice', 'Built in', '1 year');
