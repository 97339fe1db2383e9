create or replace function sluice_private.child_traceparent(live sluice_private.live_executions)
returns text
language sql
immutable
return overlay(
  live.traceparent placing sluice_private.span_id(live.id, live.generation) from 37 for 16
);

comment on function sluice_private.child_traceparent(sluice_private.live_executions) is
  'What the steps of an execution, and what it calls, have as traceparent; null: it has none.';
