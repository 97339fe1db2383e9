/* A retry goes on with an enrolment: how long ago the record left, and how many have been enrolled,
   was asked when it began. Who is enrolled now is asked again. Another payload may name another
   record. */
create or replace function sluice_private.enrol_again(
  past sluice_private.executions,
  input jsonb,
  version_id uuid
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_version sluice.workflow_versions;
  v_record text;
  v_before text;
  v_fault text;
begin
  select version.*
  into v_version
  from sluice.workflow_versions as version
  where version.organization_id = past.organization_id
    and version.id = enrol_again.version_id;
  if v_version.enrolment is null
    or coalesce(past.parent_execution_id, past.failed_execution_id) is not null
  then
    return;
  end if;
  select sluice_private.record_of(version, past.input)
  into v_before
  from sluice.workflow_versions as version
  where version.organization_id = past.organization_id
    and version.id = past.version_id;
  v_record := sluice_private.record_of(v_version, enrol_again.input);

  perform sluice_private.lock_records(v_version, array_remove(array[v_record, v_before], null));
  if v_version.enrolment ->> 'again' is distinct from 'always' then
    v_version.enrolment := v_version.enrolment || '{"again": "after_exit"}';
  end if;
  v_version.enrolment := v_version.enrolment #- '{cap,count}';
  v_fault := case when v_record is null
    then 'the key of the enrolment finds nothing'
    else sluice_private.enrolment_fault(v_version, v_record, '{}') end;
  if v_fault is not null then
    raise exception using
      errcode = 'SLSTA',
      message = v_fault,
      detail = format('The record is %s.', v_record),
      hint = 'Retry the execution once that is over, or cancel what is under way for the record.';
  end if;

  delete from sluice_private.enrolments as other
  where other.organization_id = past.organization_id
    and other.workflow_id = past.workflow_id
    and other.record = v_before
    and other.execution_id = past.id
    and v_before <> v_record;
  insert into sluice_private.enrolments (
    organization_id, workflow_id, record, execution_id, enrolled_at, is_counted
  )
  values (
    past.organization_id, past.workflow_id, v_record, past.id,
    least(past.created_at, sluice_private.enrolled_since(enrol_again.input)), false
  )
  on conflict on constraint enrolments_pkey do nothing;
end;
$$;

comment on function sluice_private.enrol_again(sluice_private.executions, jsonb, uuid) is
  'Lets a finished execution be for its record once more; raises SLSTA where another one is.';
