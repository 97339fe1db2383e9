create or replace function sluice_private.give_back_events(events sluice_private.new_events[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice_private.new_events (
    organization_id, event_id, seq, topic, after_workflow, after_trigger, after_wait
  )
  overriding system value
  select
    e.organization_id, e.event_id, e.seq, e.topic, e.after_workflow, e.after_trigger,
    e.after_wait
  from unnest(events) as e;
end;
$$;

comment on function sluice_private.give_back_events(sluice_private.new_events[]) is
  'Leaves events that were taken to whoever matches next.';
