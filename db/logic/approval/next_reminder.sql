create or replace function sluice_private.next_reminder(
  input jsonb,
  began timestamptz,
  after timestamptz
)
returns timestamptz
language sql
immutable
return (
  select min(began + (delay.value #>> '{}')::interval)
  from jsonb_array_elements(
    coalesce(input #> '{approval,reminders}', '[]')
    || jsonb_build_array(input #> '{approval,escalation,after}')
  ) as delay
  where began + (delay.value #>> '{}')::interval > after
);

comment on function sluice_private.next_reminder(jsonb, timestamptz, timestamptz) is
  'When the assignees of an approval that began then are next to be told, or more are to be asked.';
