/* In the order in which old months go: no execution is there without its steps. */
create or replace function sluice_private.history_tables()
returns table (parent regclass)
language sql
immutable
begin atomic
  select known.parent
  from (values
    (1, 'sluice_private.executions'::regclass),
    (2, 'sluice_private.execution_steps'::regclass),
    (3, 'sluice_private.step_attempts'::regclass),
    (4, 'sluice.workflow_execution_logs'::regclass),
    (5, 'sluice.workflow_trigger_firings'::regclass),
    (6, 'sluice.workflow_events'::regclass)
  ) as known (place, parent)
  order by known.place;
end;

comment on function sluice_private.history_tables() is
  'The tables that only grow, partitioned by time.';
