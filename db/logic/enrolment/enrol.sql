/* Whoever enrols a record, or counts under a cap, has its lock, taken in a statement of its own:
   what is looked at afterwards has been committed. */
create or replace function sluice_private.enrol(
  version sluice.workflow_versions,
  execution_ids uuid[],
  inputs jsonb[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_records text[] := array(
    select sluice_private.record_of(version, one.input)
    from unnest(inputs) with ordinality as one (input, ordinal)
    order by one.ordinal
  );
  v_fault text;
begin
  perform sluice_private.lock_records(version, v_records);
  for v_no in 1 .. cardinality(execution_ids) loop
    v_fault := case when v_records[v_no] is null
      then 'the key of the enrolment finds nothing'
      else coalesce(
        sluice_private.enrolment_fault(version, v_records[v_no], v_records[:v_no - 1]),
        sluice_private.left_fault(
          version, v_records[v_no], sluice_private.enrolled_since(inputs[v_no])
        )
      ) end;
    if v_fault is not null then
      raise exception using
        errcode = 'SLSTA',
        message = v_fault,
        detail = coalesce(format('The record is %s.', v_records[v_no]), ''),
        hint = 'settings.enrolment of the workflow says when a record may be enrolled.';
    end if;
    perform sluice_private.keep_enrolment(
      version, v_records[v_no], execution_ids[:v_no],
      sluice_private.enrolled_since(inputs[v_no])
    );
  end loop;
end;
$$;

comment on function sluice_private.enrol(sluice.workflow_versions, uuid[], jsonb[]) is
  'Enrols the records of executions that are about to start; raises SLSTA where one may not be.';
