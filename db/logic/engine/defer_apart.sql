/* After a cancel the statement has no timeout any more: it may only note what is to be done. */
create or replace function sluice_private.defer_apart(reports sluice_private.step_report[])
returns bigint[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_deferred bigint[] := sluice_private.defer_reports(reports);
begin
  perform sluice_private.set_apart(
    array(select r.organization_id from unnest(reports) as r),
    array(select r.execution_id from unnest(reports) as r)
  );
  return v_deferred;
end;
$$;

comment on function sluice_private.defer_apart(sluice_private.step_report[]) is
  'Leaves reports that took too long for later, when each has a transaction of its own: which.';
