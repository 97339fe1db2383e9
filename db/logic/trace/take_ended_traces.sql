create or replace function sluice_private.take_ended_traces(at_most int)
returns table (
  execution_id uuid,
  traceparent text,
  span_id text,
  workflow_id uuid,
  workflow text,
  status text,
  message text,
  created_at timestamptz,
  finished_at timestamptz
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  with taken as (
    delete from sluice_private.ended_traces as old
    using (
      select e.organization_id, e.execution_id, e.generation
      from sluice_private.ended_traces as e
      limit at_most
      for update skip locked
    ) as first
    where old.organization_id = first.organization_id
      and old.execution_id = first.execution_id
      and old.generation = first.generation
    returning old.*
  )
  select
    t.execution_id, t.traceparent, sluice_private.span_id(t.execution_id, t.generation),
    t.workflow_id, w.name, t.status, t.message, t.created_at, t.finished_at
  from taken as t
  left join sluice.workflows as w
    on w.organization_id = t.organization_id and w.id = t.workflow_id;
end;
$$;

comment on function sluice_private.take_ended_traces(int) is
  'Executions with a trace that have ended, each handed to one worker.';
grant execute on function sluice_private.take_ended_traces(int) to sluice_worker;
