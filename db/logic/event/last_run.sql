create or replace function sluice_private.last_run(workflow sluice.workflows, status text)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if workflow.id is null then
    raise exception using
      errcode = 'SLNTF',
      message = 'the workflow that was to run does not exist',
      hint = 'Name another one in the trigger and publish.';
  end if;
  return (
    select jsonb_build_object(
      'id', run.id, 'status', run.status, 'created_at', run.created_at,
      'finished_at', run.finished_at, 'at', coalesce(run.finished_at, run.created_at)
    )
    from (
      select live.id, live.status, live.created_at, null::timestamptz as finished_at
      from sluice_private.live_executions as live
      where last_run.status = 'started'
        and live.organization_id = workflow.organization_id
        and live.workflow_id = workflow.id
      union all
      select newest.id, newest.status, newest.created_at,
        case when last_run.status = 'completed' then newest.finished_at end
      from (
        select past.id, past.status, past.created_at, past.finished_at
        from sluice_private.executions as past
        where past.organization_id = workflow.organization_id
          and past.workflow_id = workflow.id
        order by past.id desc
        limit 10000
      ) as newest
      where last_run.status = 'started' or newest.status = 'completed'
    ) as run
    order by coalesce(run.finished_at, run.created_at) desc
    limit 1
  );
end;
$$;

comment on function sluice_private.last_run(sluice.workflows, text) is
  'The last execution of a workflow that began, or of the newest 10,000 the last to complete.';
