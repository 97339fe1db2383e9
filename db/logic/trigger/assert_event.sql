create or replace function sluice_private.assert_event(
  organization_id uuid,
  name text,
  key text,
  payload jsonb,
  ttl interval
)
returns uuid
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  perform sluice_private.assert_organization(organization_id, 'run');
  perform sluice_private.assert_event_value(name, key, payload, ttl);
  return organization_id;
end;
$$;

comment on function sluice_private.assert_event(uuid, text, text, jsonb, interval) is
  'The organization, if whoever asks may emit this event there; raises SLVAL, SLFRB, SLNTF.';
