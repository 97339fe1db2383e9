create or replace function sluice_private.close_executions(
  closing sluice_private.closing_frame[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_awaited sluice_private.executions[];
begin
  with done as materialized (
    select c.organization_id, c.execution_id, (array_agg(c))[1] as first
    from unnest(closing) as c group by 1, 2
  ),
  closed as (
    delete from sluice_private.live_executions as live
    using (
      select d.first, held.place from done as d cross join lateral (
        select e.ctid as place from sluice_private.live_executions as e
        where e.organization_id = d.organization_id and e.id = d.execution_id offset 0
      ) as held
    ) as d
    where live.ctid = d.place returning live.*, d.first
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
  select array_agg(r::sluice_private.executions) into v_awaited from recorded as r
  where r.parent_execution_id is not null and sluice_private.is_awaited(r);
  perform sluice_private.tell_parents(v_awaited);
  perform sluice_private.follow_ends(closing);
end;
$$;

comment on function sluice_private.close_executions(sluice_private.closing_frame[]) is
  'Moves executions that have ended to history, with their output, tells their parents, and '
  'forgets their hot state.';
