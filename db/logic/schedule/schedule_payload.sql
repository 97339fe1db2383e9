create or replace function sluice_private.schedule_payload(
  job sluice.scheduled_jobs,
  instant timestamptz,
  as_of timestamptz,
  place int
)
returns jsonb
language sql
stable
return jsonb_build_object(
  'payload', case job.kind
    when 'hours' then jsonb_build_object(
      'current_time', to_char(instant at time zone job.timezone, 'YYYY-MM-DD"T"HH24:MI:SS'),
      'day_of_week', to_char(instant at time zone job.timezone, 'FMday')
    )
    when 'dates' then jsonb_build_object(
      'scheduled_for', instant, 'execution_count', job.run_count + place
    )
    else jsonb_build_object(
      'scheduled_time', instant, 'execution_count', job.run_count + place
    )
  end,
  'schedule_id', job.id,
  'scheduled_for', instant,
  'fired_at', as_of,
  'count', job.run_count + place,
  'timezone', job.timezone
);

comment on function sluice_private.schedule_payload(
  sluice.scheduled_jobs, timestamptz, timestamptz, int
) is
  'What expressions read as trigger when a schedule fires: the output of its kind, and beside it '
  'what describes the run.';
