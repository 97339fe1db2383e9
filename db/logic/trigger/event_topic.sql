create or replace function sluice_private.event_topic(organization_id uuid, name text)
returns bigint
language sql
immutable
return hashtextextended(organization_id::text || ' ' || name, 0);

comment on function sluice_private.event_topic(uuid, text) is
  'What events and the waits for them are found by; its lowest ten bits are their stripe.';
