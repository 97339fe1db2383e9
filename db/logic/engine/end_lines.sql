/* What close_executions and forget_executions come to where nothing else can be under way: the
   execution has no deadline, no parent, and no output but that of its last step. */
create or replace function sluice_private.end_lines(last sluice_private.passed_step[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if last = '{}' then
    return;
  end if;
  if exists (select from sluice_private.limited_executions) then
    delete from sluice_private.limited_executions as limited
    using (select l.* from unnest(last) as l limit cardinality(last)) as l
    where limited.organization_id = l.organization_id
      and limited.execution_id = l.execution_id;
  end if;
  with frames as (
    delete from sluice_private.frames as frame
    using (select l.* from unnest(last) as l limit cardinality(last)) as l
    where frame.organization_id = l.organization_id
      and frame.execution_id = l.execution_id
  ),
  outputs as (
    delete from sluice_private.live_outputs as kept
    using (select l.* from unnest(last) as l limit cardinality(last)) as l
    where kept.organization_id = l.organization_id
      and kept.execution_id = l.execution_id
  ),
  closed as (
    delete from sluice_private.live_executions as live
    using (select l.* from unnest(last) as l limit cardinality(last)) as l
    where live.organization_id = l.organization_id
      and live.id = l.execution_id
    returning live.*, jsonb_build_object(l.node_id, l.output) as output
  )
  insert into sluice_private.executions (
    organization_id, id, workflow_id, version_id, trigger_id, trigger_step, status, input, output,
    started_by, created_at, started_at, finished_at, depth, failed_execution_id
  )
  select
    c.organization_id, c.id, c.workflow_id, c.version_id, c.trigger_id, c.trigger_step,
    'completed', c.input, c.output, c.started_by, c.created_at, c.started_at,
    greatest(sluice_hidden.now(), c.created_at), c.depth, c.failed_execution_id
  from closed as c;
end;
$$;

comment on function sluice_private.end_lines(sluice_private.passed_step[]) is
  'Moves executions whose last step has completed to history.';
