create or replace function sluice_private.weigh_events(name text)
returns setof sluice_private.weighed_history
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_table text := 'workflow_events_' || name;
  v_size bigint := pg_relation_size(to_regclass(format('sluice_private.%I', v_table)));
begin
  return query execute format(
    'select e.organization_id, ''00000000-0000-0000-0000-000000000000''::uuid, count(*) * 100 / $1,
       sum(200 + pg_column_size(e.payload) + pg_column_size(e.details))::numeric
     from sluice_private.%I as e tablesample system ($1)
     group by 1', v_table
  ) using least(100, 100.0 * 256 * 8192 / greatest(v_size, 1));
end;
$$;

comment on function sluice_private.weigh_events(text) is
  'About how many events of each organization are in a partition, and what they weigh, by a '
  'sample.';
