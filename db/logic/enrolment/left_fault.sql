/* Of patterns nobody knows the names: what they match is written down. */
create or replace function sluice_private.left_fault(
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
  v_now timestamptz := sluice_hidden.now();
  v_from uuid := sluice_hidden.uuid_floor(since - interval '1 second');
  v_to uuid := sluice_hidden.uuid_floor(clock_timestamp() + interval '1 second');
  v_name text;
  v_exit record;
begin
  if since >= v_now then
    return null;
  end if;
  for v_name in
    select left_by.value ->> 'event'
    from jsonb_array_elements(version.enrolment -> 'exit_on') as left_by (value)
  loop
    if exists (
      select
      from sluice.workflow_events as e
      where e.organization_id = version.organization_id
        and e.name = v_name
        and e.key = record
        and e.webhook_id is null
        and e.id between v_from and v_to
        and e.created_at > since
        and coalesce(e.expires_at > v_now, true)
    ) then
      return format('the record has left by event %s', v_name);
    end if;
  end loop;
  for v_exit in
    select t.id, t.node_id
    from sluice.workflow_triggers as t
    where t.organization_id = version.organization_id
      and t.workflow_id = version.workflow_id
      and t.exit is not null
  loop
    if exists (
      select
      from sluice.workflow_trigger_firings as f
      where f.organization_id = version.organization_id
        and f.trigger_id = v_exit.id
        and f.key = left(record, 500)
        and f.status in ('ended', 'unmatched')
        and f.id between v_from and v_to
        and f.created_at > since
    ) then
      return format('the record has left by trigger %s', v_exit.node_id);
    end if;
  end loop;
  return sluice_private.left_by_pattern(version, record, since);
end;
$$;

comment on function sluice_private.left_fault(sluice.workflow_versions, text, timestamptz) is
  'Which event or trigger has ended an enrolment that begins only now, since what started it came; '
  'or null.';
