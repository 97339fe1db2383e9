create or replace function sluice_private.schedule_of(
  trigger sluice.workflow_triggers,
  job sluice.scheduled_jobs,
  as_of timestamptz
)
returns sluice.scheduled_jobs
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_config jsonb := trigger.config;
begin
  job.organization_id := trigger.organization_id;
  job.workflow_id := trigger.workflow_id;
  job.trigger_id := trigger.id;
  job.config := v_config;
  job.rule := sluice_private.compile_schedule(trigger.trigger, v_config, as_of);
  job.kind := case
    when (job.rule).records is not null then 'records'
    when trigger.trigger = 'business_hours' then 'hours'
    when trigger.trigger = 'scheduled_dates' then 'dates'
    when v_config ? 'interval' then 'interval'
    else 'cron'
  end;
  job.cron_expression := v_config ->> 'cron_expression';
  job.timezone := case
    when job.kind = 'hours' and v_config ? 'calendar' then (
      sluice_private.find_calendar(trigger.organization_id, v_config ->> 'calendar')
    ).zone
    else (job.rule).zone
  end;
  job.start_date := sluice_private.local_instant(v_config ->> 'start_date', job.timezone);
  job.end_date := sluice_private.local_instant(v_config ->> 'end_date', job.timezone);
  job.max_executions := (v_config ->> 'max_executions')::int;
  job.missed_runs := coalesce(
    v_config ->> 'missed_runs', case job.kind when 'records' then 'all' else 'latest' end
  );
  job.missed_within := coalesce((v_config ->> 'missed_within')::interval, '1 day');
  job.overlap := coalesce(v_config ->> 'overlap', 'allow');
  job.jitter := coalesce((v_config ->> 'jitter')::interval, '0');
  job.max_consecutive_failures :=
    nullif(coalesce((v_config ->> 'max_consecutive_failures')::int, 5), 0);
  return job;
end;
$$;

comment on function sluice_private.schedule_of(
  sluice.workflow_triggers, sluice.scheduled_jobs, timestamptz
) is
  'The schedule of a trigger, as its config has it.';
