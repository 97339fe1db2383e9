/* The pack has a schema of its own; members may use it, GraphQL does not show it. */
create schema crm;
comment on schema crm is 'Contacts, bookings, payments and messages of organizations: a pack.';
grant usage on schema crm to sluice_member, sluice_admin, sluice_actor;

create function crm.exclusion_key(organization_id uuid, id uuid)
returns int8range
language sql
immutable
return int8range(
  hashtextextended(organization_id::text || ' ' || id::text, 0) / 2,
  hashtextextended(organization_id::text || ' ' || id::text, 0) / 2,
  '[]'
);
comment on function crm.exclusion_key(uuid, uuid) is
  'A thing of an organization, as an exclusion constraint can compare it without an extension.';
grant execute on function crm.exclusion_key(uuid, uuid) to sluice_member, sluice_admin;
