create or replace function sluice_private.is_shared()
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (
    select from sluice.organizations
    where organizations.id <> '00000000-0000-0000-0000-000000000000'
    offset 1
  );
end;
$$;

comment on function sluice_private.is_shared() is
  'Whether there is more than one organization, besides that of the operators, so that none may '
  'keep another waiting.';
