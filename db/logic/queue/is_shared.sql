create or replace function sluice_private.is_shared()
returns boolean
language sql
stable
return exists (select from sluice.organizations offset 1);

comment on function sluice_private.is_shared() is
  'Whether there is more than one organization, so that none may keep another waiting.';
