create or replace function sluice_private.leave_enrolments(
  workflow_id uuid,
  event sluice.workflow_events
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice_private.arrivals (organization_id, execution_id, kind, body)
  select
    known.organization_id, known.execution_id, 'cancel',
    jsonb_build_object(
      'class', 'left', 'message', format('the record left by event %s', event.name),
      'event_id', event.id
    )::text
  from sluice_private.enrolments as known
  cross join lateral (
    select
    from sluice_private.live_executions as live
    where live.organization_id = known.organization_id and live.id = known.execution_id
    offset 0
  ) as under_way
  where known.organization_id = event.organization_id
    and known.workflow_id = leave_enrolments.workflow_id
    and known.record = sluice_private.kept_key(event.key)
    and known.enrolled_at <= event.created_at
    and coalesce(event.expires_at > sluice_hidden.now(), true);
end;
$$;

comment on function sluice_private.leave_enrolments(uuid, sluice.workflow_events) is
  'Cancels the executions that are under way for the record that this event is about.';
