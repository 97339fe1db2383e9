create or replace function sluice_hidden.can_see(organization_id uuid)
returns boolean
language sql
stable
return sluice_hidden.is_operator()
  or organization_id = any (sluice_hidden.my_organization_ids());

comment on function sluice_hidden.can_see(uuid) is
  'Whether whoever asks may know of this organization''s rows.';
