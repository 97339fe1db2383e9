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
