/* Of a record that has left only the last time is of use. What begins in the same statement does
   not live yet. */
create or replace function sluice_private.keep_enrolment(
  version sluice.workflow_versions,
  record text,
  execution_ids uuid[],
  since timestamptz
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from sluice_private.enrolments as old
  where old.organization_id = version.organization_id
    and old.workflow_id = version.workflow_id
    and old.record = keep_enrolment.record
    and old.execution_id <> all (execution_ids)
    and coalesce(
      old.enrolled_at <= sluice_hidden.now() - (version.enrolment #>> '{cap,per}')::interval, true
    )
    and not exists (
      select
      from (
        select
        from sluice_private.live_executions as live
        where live.organization_id = old.organization_id and live.id = old.execution_id
        offset 0
      ) as under_way
    );
  insert into sluice_private.enrolments (
    organization_id, workflow_id, record, execution_id, enrolled_at, is_counted
  )
  values (
    version.organization_id, version.workflow_id, keep_enrolment.record,
    execution_ids[cardinality(execution_ids)], since,
    version.enrolment #> '{cap,count}' is not null
  );
end;
$$;

comment on function sluice_private.keep_enrolment(
  sluice.workflow_versions, text, uuid[], timestamptz
) is
  'Writes down that the last of these executions, which begin together, is for this record, since '
  'then.';
