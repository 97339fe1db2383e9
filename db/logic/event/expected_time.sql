create or replace function sluice_private.expected_time(
  target sluice.workflow_triggers,
  calendar sluice.business_calendars
)
returns jsonb
language sql
stable
return jsonb_build_object('time', target.config -> 'by') || case
  when calendar.name is null
    then jsonb_build_object('zone', coalesce(target.config -> 'zone', '"UTC"'))
  else jsonb_build_object(
    'zone', calendar.zone,
    'days', (
      select jsonb_agg(day.key) from jsonb_each(calendar.hours) as day where day.value <> '[]'
    ),
    'holidays', to_jsonb(calendar.holidays)
  )
end;

comment on function sluice_private.expected_time(
  sluice.workflow_triggers, sluice.business_calendars
) is
  'By when a trigger expects a run on each day, or on each day that its calendar works, as '
  'next_local_instant reads it.';
