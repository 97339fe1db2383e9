create or replace function sluice_private.lock_records(
  version sluice.workflow_versions,
  records text[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_locks bigint[] := array(
    select sluice_private.record_lock(version.organization_id, locked.name)
    from (
      select version.workflow_id::text as name where version.enrolment ? 'cap'
      union all
      (select distinct record from unnest(records) as record order by record)
    ) as locked
  );
begin
  if current_setting('sluice.waits', true) is distinct from 'off' then
    perform pg_advisory_xact_lock(lock) from unnest(v_locks) as lock;
  elsif exists (
    select from unnest(v_locks) as lock where not pg_try_advisory_xact_lock(lock)
  ) then
    raise exception using
      errcode = '55P03',
      message = 'somebody else is enrolling the record',
      hint = 'It is fired again.';
  end if;
end;
$$;

comment on function sluice_private.lock_records(sluice.workflow_versions, text[]) is
  'Has those who enrol the same records, or count under the same cap, take turns; the pump waits '
  'for nobody.';
