/* Instants are looked for from ten minutes before where the last look ended: a record may be
   committed a little late. What has fired is known by its key. */
create or replace function sluice_private.date_page(
  job sluice.scheduled_jobs,
  instant timestamptz,
  as_of timestamptz
)
returns setof sluice_private.dated_record
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_config jsonb := (job.rule).records;
  v_field sluice_private.date_fields := sluice_private.find_date_field(v_config ->> 'name');
  v_offset interval := (v_config ->> 'offset')::interval;
begin
  if v_field.name is null
    or not exists (select from pg_class as c where c.oid = v_field.relation)
  then
    raise exception using
      errcode = 'SLNTF',
      message = format('%s is not watched any more', v_config ->> 'name'),
      hint = 'An operator watches it with watch_dates; then resume the schedule.';
  end if;
  return query
  select page ->> 'key', page ->> 'value', page -> 'record', nullif(page -> 'more', 'null')
  from sluice_private.read_dates(
    v_field.relation,
    array[v_field.organization_column, v_field.key_column, v_field.date_column],
    v_field.matching, v_field.handler::regproc, job.organization_id,
    case when not v_field.is_instant then sluice_private.date_targets(
      (instant at time zone job.timezone - v_offset)::date, v_config ->> 'repeat' = 'yearly'
    ) end,
    case when job.cursor is not null then job.scanned_to else greatest(
      job.scanned_to - interval '10 minutes', as_of - job.missed_within
    ) end - v_offset,
    as_of - v_offset, job.cursor, 500
  ) as page;
end;
$$;

comment on function sluice_private.date_page(
  sluice.scheduled_jobs, timestamptz, timestamptz
) is
  'The next records, up to 500, whose date has come for a schedule.';
