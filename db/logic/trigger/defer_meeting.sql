create or replace function sluice_private.defer_meeting(
  event sluice.workflow_events,
  trigger_id uuid
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice_private.deferred_firings (organization_id, trigger_id, event_id, due_at)
  values (
    event.organization_id, defer_meeting.trigger_id, event.id,
    sluice_hidden.now() + case when sluice_private.is_late()
      then interval '0' else '2 seconds' end
  );
end;
$$;

comment on function sluice_private.defer_meeting(sluice.workflow_events, uuid) is
  'Has a trigger meet an event later, as it cannot hold it now.';
