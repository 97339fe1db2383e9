create or replace function sluice_private.assert_event(
  organization_id uuid,
  name text,
  key text,
  payload jsonb
)
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
      hint = 'Pass organization_id, or send a token whose claim org is set.';
  end if;
  perform sluice_hidden.assert_can(organization_id, 'run');
  if not exists (
    select from sluice.organizations as known where known.id = assert_event.organization_id
  ) then
    raise exception using
      errcode = 'SLNTF',
      message = format('organization %s does not exist', organization_id),
      hint = 'List sluice.organizations to see those you may use.';
  end if;
  if not sluice_private.is_event_name(name) or length(key) not between 1 and 500 then
    raise exception using
      errcode = 'SLVAL',
      message = 'an event needs a name, and a key has 1 to 500 characters',
      hint = 'A name has up to 200 letters, digits and _ . : / -, such as order.paid.';
  end if;
  perform sluice_hidden.assert_size(payload, 'the payload');
  return organization_id;
end;
$$;

comment on function sluice_private.assert_event(uuid, text, text, jsonb) is
  'The organization, if whoever asks may emit this event there; raises SLVAL, SLFRB, SLNTF.';
