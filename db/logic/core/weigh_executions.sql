/* Of a large partition some 64 pages, wherever they are. */
create or replace function sluice_private.weigh_executions(name text)
returns setof sluice_private.weighed_history
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_table text := 'executions_' || name;
  v_size bigint := pg_relation_size(to_regclass(format('sluice_private.%I', v_table)));
  v_percent numeric := least(100, 100.0 * 64 * 8192 / greatest(v_size, 1));
begin
  return query execute format(
    'select e.organization_id, e.workflow_id, count(*) * 100 / $1, sum(
       200 + coalesce(pg_column_size(e.input), 0) + coalesce(pg_column_size(e.output), 0)
       + coalesce(pg_column_size(e.error), 0) + coalesce(step.bytes, 0)
       + coalesce(attempt.bytes, 0) + coalesce(log.bytes, 0)
     )::numeric
     from sluice_private.%I as e tablesample system ($1)
     left join lateral (
       select sum(250 + coalesce(pg_column_size(s.input), 0) + coalesce(pg_column_size(s.output), 0)
         + coalesce(pg_column_size(s.error), 0) + coalesce(pg_column_size(s.verdicts), 0)) as bytes
       from sluice_private.%I as s
       where s.organization_id = e.organization_id and s.execution_id = e.id
     ) as step on true
     left join lateral (
       select sum(250 + coalesce(pg_column_size(a.error), 0)) as bytes
       from sluice_private.%I as a
       where a.organization_id = e.organization_id and a.execution_id = e.id
     ) as attempt on true
     left join lateral (
       select sum(200 + pg_column_size(l.message) + coalesce(pg_column_size(l.details), 0)) as bytes
       from sluice_private.%I as l
       where l.organization_id = e.organization_id and l.execution_id = e.id
     ) as log on true
     group by 1, 2',
    v_table, 'execution_steps_' || name, 'step_attempts_' || name,
    'workflow_execution_logs_' || name
  ) using v_percent;
end;
$$;

comment on function sluice_private.weigh_executions(text) is
  'About how many executions of each workflow are in a partition, and what their rows weigh, by a '
  'sample.';
