/* Only inserts: the event meets the waits for it, and the triggers that listen to it, when both
   have committed. */
create or replace function sluice.emit_event(
  name text,
  payload jsonb default '{}',
  key text default null,
  idempotency_key text default null,
  organization_id uuid default null,
  ttl interval default null
)
returns sluice.workflow_events
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set jit = off
set enable_seqscan = off
as $$
declare
  v_organization_id uuid := sluice_private.assert_event(
    coalesce(organization_id, sluice_hidden.current_organization_id()), name, key, payload, ttl
  );
  v_claim record;
  v_event sluice.workflow_events;
begin
  select claim.claimed_event_id as id, claim.is_new
  into v_claim
  from sluice_private.claim_key(
    v_organization_id, '00000000-0000-0000-0000-000000000000', 'event:' || idempotency_key, null,
    sluice_hidden.uuidv7()
  ) as claim;

  if v_claim.is_new then
    insert into sluice.workflow_events (
      organization_id, id, name, key, payload, details, expires_at
    )
    values (
      v_organization_id, v_claim.id, emit_event.name, emit_event.key,
      coalesce(emit_event.payload, 'null'),
      sluice_private.event_cause(v_organization_id, current_setting('sluice.caused_by', true)),
      sluice_hidden.now() + emit_event.ttl
    );
    insert into sluice_private.new_events (organization_id, event_id, topic)
    values (
      v_organization_id, v_claim.id,
      sluice_private.event_topic(v_organization_id, emit_event.name)
    );
    perform sluice_private.tick_workers();
  end if;

  select event.*
  into v_event
  from sluice.workflow_events as event
  where event.organization_id = v_organization_id and event.id = v_claim.id;
  return v_event;
end;
$$;

comment on function sluice.emit_event(text, jsonb, text, text, uuid, interval) is
  'Tells every wait of the organization (by default the active one) for an event of this name, '
  'and with this key, that it has happened, and fires the triggers that listen to it. The same '
  'idempotency key answers with the same event for 30 days; after its ttl it counts no more.';
grant execute on function sluice.emit_event(text, jsonb, text, text, uuid, interval)
to sluice_member, sluice_admin;
