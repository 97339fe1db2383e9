/* Whoever is enrolling the record is not waited for: the exit is looked at again. */
create or replace function sluice_private.leave_by_event(
  event sluice.workflow_events,
  workflow_id uuid
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_record text := sluice_private.kept_key(event.key);
  v_ended uuid;
begin
  if v_record is null or event.expires_at <= v_now then
    return;
  elsif not pg_try_advisory_xact_lock(sluice_private.record_lock(event.organization_id, v_record))
  then
    insert into sluice_private.deferred_firings (organization_id, event_id, key, due_at)
    values (
      event.organization_id, event.id, leave_by_event.workflow_id::text,
      v_now + interval '2 seconds'
    );
    return;
  end if;
  v_ended := sluice_private.leave_enrolments(
    event.organization_id, workflow_id, v_record, event.created_at,
    jsonb_build_object(
      'message', format('the record left by event %s', event.name), 'event_id', event.id
    )
  );
  insert into sluice.workflow_trigger_firings (
    organization_id, workflow_id, event_id, execution_id, status, reason, key, created_at
  )
  values (
    event.organization_id, leave_by_event.workflow_id, event.id, v_ended,
    case when v_ended is null then 'unmatched' else 'ended' end,
    case when v_ended is null then 'nothing was under way for the record' end,
    left(v_record, 500), event.created_at
  );
end;
$$;

comment on function sluice_private.leave_by_event(sluice.workflow_events, uuid) is
  'Ends what is under way in a workflow for the record that an event of its exit_on names.';
