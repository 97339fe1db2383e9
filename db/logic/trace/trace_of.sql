create or replace function sluice_private.trace_of(ended sluice_private.executions)
returns sluice_private.ended_traces
language sql
immutable
return (
  ended.organization_id, ended.id, ended.generation, ended.workflow_id, ended.traceparent,
  ended.status, ended.error ->> 'message', ended.created_at, ended.finished_at
)::sluice_private.ended_traces;

comment on function sluice_private.trace_of(sluice_private.executions) is
  'What a worker that traces is to tell of an execution that has ended.';
