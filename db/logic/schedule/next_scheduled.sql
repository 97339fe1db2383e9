create or replace function sluice_private.next_scheduled(
  job sluice.scheduled_jobs,
  after timestamptz
)
returns timestamptz
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_rule sluice_private.schedule_rule := job.rule;
  v_calendar sluice.business_calendars;
  v_after timestamptz := greatest(after, job.start_date - interval '1 microsecond');
  v_next timestamptz;
begin
  if v_rule.calendar is not null then
    v_calendar := sluice_private.find_calendar(job.organization_id, v_rule.calendar);
    if v_calendar.name is null then
      raise exception using
        errcode = 'SLNTF',
        message = format('calendar %s does not exist', v_rule.calendar),
        hint = 'Create it with set_calendar, then resume the schedule.';
    end if;
  elsif v_rule.hours is not null then
    v_calendar.zone := v_rule.zone;
    v_calendar.hours := v_rule.hours;
    v_calendar.holidays := '{}';
  end if;
  v_next := case
    when v_rule.hours is null and v_rule.calendar is not null
      then sluice_private.next_while_open(v_rule, v_calendar, v_after)
    else sluice_private.next_in_rule(v_rule, v_calendar, v_after)
  end;
  return case when job.end_date is null or v_next <= job.end_date then v_next end;
end;
$$;

comment on function sluice_private.next_scheduled(sluice.scheduled_jobs, timestamptz) is
  'When a schedule is due next after this instant, within its bounds; null: never.';
