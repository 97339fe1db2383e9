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
    from unnest(closing) as c
    group by c.organization_id, c.execution_id
  ),
  closed as (
    delete from sluice_private.live_executions as live
    using (select d.* from done as d limit cardinality(closing)) as d
    where live.organization_id = d.organization_id
      and live.id = d.execution_id
    returning live.*, d.first
  )
  insert into sluice_private.executions (
    organization_id, id, workflow_id, version_id, trigger_id, trigger_step, status, generation,
    input, output, error, started_by, created_at, started_at, finished_at
  )
  select
    c.organization_id, c.id, c.workflow_id, c.version_id, c.trigger_id, c.trigger_step,
    (c.first).status, c.generation, c.input,
    case when (c.first).status = 'completed' then coalesce(
      (c.first).output, sluice_private.frame_output(c.organization_id, c.id, 0)
    ) end,
    (c.first).error, c.started_by, c.created_at, c.started_at,
    greatest(sluice_hidden.now(), c.created_at)
  from closed as c;

  delete from sluice_private.live_outputs as kept
  using (select c.* from unnest(closing) as c limit cardinality(closing)) as c
  where kept.organization_id = c.organization_id
    and kept.execution_id = c.execution_id;
  delete from sluice_private.timers as timer
  using (select c.* from unnest(closing) as c limit cardinality(closing)) as c
  where timer.organization_id = c.organization_id
    and timer.execution_id = c.execution_id;
  delete from sluice_private.taken_events as taken
  using (select c.* from unnest(closing) as c limit cardinality(closing)) as c
  where taken.organization_id = c.organization_id
    and taken.execution_id = c.execution_id;
  if exists (select from sluice_private.kept_steps) then
    delete from sluice_private.kept_steps as kept
    using (select c.* from unnest(closing) as c limit cardinality(closing)) as c
    where kept.organization_id = c.organization_id
      and kept.execution_id = c.execution_id;
  end if;
end;
$$;

comment on function sluice_private.close_executions(sluice_private.closing_frame[]) is
  'Moves executions that have ended to history, with their output, and forgets their hot state.';
