create or replace function sluice_private.left_by_pattern(
  version sluice.workflow_versions,
  record text,
  since timestamptz
)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_from uuid := sluice_hidden.uuid_floor(since - interval '1 second');
  v_to uuid := sluice_hidden.uuid_floor(clock_timestamp() + interval '1 second');
  v_firing sluice.workflow_trigger_firings;
begin
  select f.*
  into v_firing
  from sluice.workflow_trigger_firings as f
  where f.organization_id = version.organization_id
    and f.trigger_id is null
    and f.key = left(record, 500)
    and f.status in ('ended', 'unmatched')
    and f.id between v_from and v_to
    and f.workflow_id = version.workflow_id
    and f.created_at > since
  limit 1;
  return (
    select format('the record has left by event %s', e.name)
    from sluice.workflow_events as e
    where e.organization_id = v_firing.organization_id and e.id = v_firing.event_id
  );
end;
$$;

comment on function sluice_private.left_by_pattern(
  sluice.workflow_versions, text, timestamptz
) is
  'Which event that has been matched has ended an enrolment that begins only now; or null.';
