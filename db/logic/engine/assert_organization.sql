create or replace function sluice_private.assert_organization(organization_id uuid, needed text)
returns uuid
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if organization_id is null then
    raise exception using
      errcode = 'SLVAL',
      message = 'no organization is given',
      hint = 'Pass organization_id, set jwt.claims.org, or send a token whose claim org is set.';
  end if;
  perform sluice_hidden.assert_can(organization_id, needed);
  if not exists (
    select from sluice.organizations as known where known.id = assert_organization.organization_id
  ) then
    raise exception using
      errcode = 'SLNTF',
      message = format('organization %s does not exist', organization_id),
      hint = 'List sluice.organizations to see those you may use.';
  end if;
  return organization_id;
end;
$$;

comment on function sluice_private.assert_organization(uuid, text) is
  'The organization, if whoever asks may do there what is needed; raises SLVAL, SLFRB, SLNTF.';
