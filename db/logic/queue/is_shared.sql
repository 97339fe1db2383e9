create or replace function sluice_private.is_shared()
returns boolean
language sql
stable
return exists (
  select from sluice.organizations
  where organizations.id <> '00000000-0000-0000-0000-000000000000'
  offset 1
);

comment on function sluice_private.is_shared() is
  'Whether there is more than one organization, besides that of the operators, so that none may '
  'keep another waiting.';
