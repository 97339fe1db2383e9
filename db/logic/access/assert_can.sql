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
