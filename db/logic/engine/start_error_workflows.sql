/* What handles a failure, and what it calls, starts no further one. */
create or replace function sluice_private.start_error_workflows(
  closing sluice_private.closing_frame[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_closing record;
  v_failed record;
  v_callee sluice_private.callee;
  v_origin sluice_private.live_executions;
begin
  for v_closing in
    select distinct c.organization_id, c.execution_id
    from unnest(closing) as c
    where c.status in ('failed', 'timed_out')
  loop
    select e as execution, v.number, v.error_workflow_id
    into v_failed
    from sluice_private.executions as e
    inner join sluice.workflow_versions as v
      on v.organization_id = e.organization_id and v.id = e.version_id
    where e.organization_id = v_closing.organization_id
      and e.id = v_closing.execution_id
      and e.status in ('failed', 'timed_out')
      and e.failed_execution_id is null
      and v.error_workflow_id is not null;
    continue when not found;
    v_callee := sluice_private.find_callee(
      v_closing.organization_id, v_failed.error_workflow_id, null
    );
    if v_callee.fault is not null then
      insert into sluice.workflow_execution_logs (organization_id, execution_id, level, message)
      values (
        v_closing.organization_id, v_closing.execution_id, 'error',
        format('the error workflow was not started: %s', v_callee.fault)
      );
      continue;
    end if;
    v_origin := null;
    v_origin.depth := 0;
    v_origin.follows_parent := false;
    v_origin.started_by := (v_failed.execution).started_by;
    v_origin.failed_execution_id := v_closing.execution_id;
    perform sluice_private.start_callee(
      v_callee, sluice_private.failure_payload(v_failed.execution, v_failed.number), v_origin
    );
  end loop;
end;
$$;

comment on function sluice_private.start_error_workflows(sluice_private.closing_frame[]) is
  'Starts the error workflow of each execution that has failed or timed out; one that cannot be '
  'started is written into its log.';
