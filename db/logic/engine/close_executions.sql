create or replace function sluice_private.close_executions(
  closing sluice_private.closing_frame[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  with done as materialized (
    select c.organization_id, c.execution_id, (array_agg(c))[1] as first
    from unnest(closing) as c group by 1, 2
  ),
  closed as (
    delete from sluice_private.live_executions as live
    using (select d.* from done as d limit cardinality(closing)) as d
    where live.organization_id = any (array[d.organization_id])
      and live.id = any (array[d.execution_id])
    returning live.*, d.first
  ),
  recorded as (
    insert into sluice_private.executions (
      organization_id, id, workflow_id, version_id, trigger_id, trigger_step, status, generation,
      input, output, error, started_by, created_at, started_at, finished_at, parent_execution_id,
      parent_frame_id, parent_step_no, parent_generation, root_execution_id, depth,
      failed_execution_id, traceparent
    )
    select
      c.organization_id, c.id, c.workflow_id, c.version_id, c.trigger_id, c.trigger_step,
      (c.first).status, c.generation, c.input,
      case when (c.first).status = 'completed' then coalesce(
        (c.first).output, sluice_private.frame_output(c.organization_id, c.id, 0)
      ) end,
      (c.first).error, c.started_by, c.created_at, c.started_at,
      greatest(sluice_hidden.now(), c.created_at), c.parent_execution_id, c.parent_frame_id,
      c.parent_step_no, c.parent_generation, c.root_execution_id, c.depth, c.failed_execution_id,
      c.traceparent
    from closed as c returning executions.*
  ),
  counted as (
    insert into sluice_private.execution_counts (status, count)
    select r.status, count(*) from recorded as r group by 1
  ),
  credited as (
    insert into sluice_private.trigger_counts (organization_id, trigger_id, completed, failed)
    select r.organization_id, r.trigger_id, count(*) filter (where r.status = 'completed'),
      count(*) filter (where r.status in ('failed', 'timed_out'))
    from recorded as r where r.trigger_id is not null and r.status <> 'cancelled' group by 1, 2
  ),
  traced as (
    insert into sluice_private.ended_traces (
      organization_id, execution_id, generation, workflow_id, traceparent, status, message,
      created_at, finished_at
    )
    select (sluice_private.trace_of(r)).* from recorded as r where r.traceparent is not null
  )
  insert into sluice_private.arrivals (
    organization_id, execution_id, kind, frame_id, step_no, generation, outcome, body
  )
  select
    r.organization_id, r.parent_execution_id, 'child', r.parent_frame_id, r.parent_step_no,
    r.parent_generation, r.status,
    jsonb_build_object('id', r.id, 'workflow_id', r.workflow_id, 'output', r.output,
      'error', r.error)::text
  from recorded as r
  where r.parent_execution_id is not null and sluice_private.is_awaited(r);
  perform sluice_private.follow_ends(closing);
end;
$$;

comment on function sluice_private.close_executions(sluice_private.closing_frame[]) is
  'Moves executions that have ended to history, with their output, tells their parents, and '
  'forgets their hot state.';
