create or replace function sluice_private.next_batch(
  timer sluice_private.trigger_timers,
  size int,
  present timestamptz,
  out events sluice.workflow_events[],
  out last_seq bigint
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_held sluice_private.held_events;
  v_event sluice.workflow_events;
  v_bytes int := 0;
begin
  for v_held in
    select held.*
    from sluice_private.held_events as held
    where held.organization_id = timer.organization_id
      and held.trigger_id = timer.trigger_id
      and held.key = timer.key
    order by held.seq
    limit size
  loop
    select e.*
    into v_event
    from sluice.workflow_events as e
    where e.organization_id = timer.organization_id
      and e.id = v_held.event_id
      and coalesce(e.expires_at > present, true);
    if found then
      v_bytes := v_bytes + 200 + octet_length(v_event.payload::text);
      exit when v_bytes > 1500000 and events is not null;
      events := events || v_event;
    end if;
    last_seq := v_held.seq;
  end loop;
end;
$$;

comment on function sluice_private.next_batch(sluice_private.trigger_timers, int, timestamptz) is
  'The first events that a trigger holds by a key, without those that have expired, up to so many '
  'or 1.5 MB; and up to which it has then looked.';
