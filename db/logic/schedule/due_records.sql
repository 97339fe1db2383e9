/* One look at a time, and of it one page: where it is full, the schedule stays due. */
create or replace function sluice_private.due_records(
  job sluice.scheduled_jobs,
  due sluice_private.due_schedule,
  as_of timestamptz
)
returns sluice_private.due_schedule
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_types jsonb := (job.rule).records -> 'types';
  v_only jsonb := coalesce((job.rule).records -> 'only', '{}');
  v_instant timestamptz := due.next_run;
  v_page sluice_private.dated_record[];
  v_found sluice_private.dated_record;
begin
  if v_instant is null or v_instant > as_of then
    return due;
  end if;
  v_page := array(select page from sluice_private.date_page(job, v_instant, as_of) as page);
  foreach v_found in array v_page loop
    continue when v_types is not null and not v_types @> (v_found.record -> 'type');
    continue when not coalesce(v_found.more, '{}') @> v_only;
    due.instants := due.instants || v_instant;
    due.records := due.records || v_found;
  end loop;
  if cardinality(v_page) = 500 then
    due.cursor := (v_page[500]).key;
    due.scanned_to := (v_page[500]).value::timestamptz
      + ((job.rule).records ->> 'offset')::interval;
  else
    due.cursor := null;
    due.scanned_to := as_of;
    due.next_run := sluice_private.next_scheduled(
      job, case when (job.rule).step is null then v_instant else as_of end
    );
  end if;
  return due;
end;
$$;

comment on function sluice_private.due_records(
  sluice.scheduled_jobs, sluice_private.due_schedule, timestamptz
) is
  'The records whose date has come, for a schedule that is due to look for them.';
