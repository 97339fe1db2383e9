create or replace function sluice_private.run_firing(
  job sluice.scheduled_jobs,
  instant timestamptz,
  as_of timestamptz,
  place int,
  dated sluice_private.dated_record
)
returns sluice_private.trigger_firing
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if dated.key is null then
    return (
      job.organization_id, job.trigger_id, null::uuid,
      format('schedule:%s:%s', job.trigger_id, to_char(
        instant at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'
      )),
      sluice_private.schedule_payload(job, instant, as_of, place)
    )::sluice_private.trigger_firing;
  end if;
  return (
    job.organization_id, job.trigger_id, null::uuid,
    format('date:%s:%s:%s:%s', job.trigger_id, dated.key, dated.value, case
      when (job.rule).records ->> 'repeat' = 'yearly'
        then extract(year from instant at time zone job.timezone)
    end),
    sluice_private.date_payload(job, dated, instant)
  )::sluice_private.trigger_firing;
end;
$$;

comment on function sluice_private.run_firing(
  sluice.scheduled_jobs, timestamptz, timestamptz, int, sluice_private.dated_record
) is
  'The firing of a schedule at an instant or, then, for a record: an instant has its own key, and '
  'so have a record and its date.';
