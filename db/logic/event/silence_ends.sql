create or replace function sluice_private.silence_ends(
  target sluice.workflow_triggers,
  calendar sluice.business_calendars,
  since timestamptz
)
returns timestamptz
language sql
stable
return case
  when calendar.name is null or since is null then since + (target.config ->> 'within')::interval
  else coalesce(
    sluice_private.working_time_ends(calendar, since, (target.config ->> 'within')::interval),
    since + interval '15 years'
  )
end;

comment on function sluice_private.silence_ends(
  sluice.workflow_triggers, sluice.business_calendars, timestamptz
) is
  'Until when there may be no run since an instant, over the time that the trigger''s calendar is '
  'open.';
