/* One partition at a time: the present ones every hour, older months once a day. */
create or replace function sluice_private.measure_storage()
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := clock_timestamp();
  v_name text;
  v_bytes bigint;
  v_event_bytes bigint;
begin
  select known.name
  into v_name
  from pg_inherits as link
  inner join pg_class as part on part.oid = link.inhrelid
  cross join lateral (select substr(part.relname, 12) as name) as known
  left join sluice_private.partition_sizes as size on size.name = known.name
  where link.inhparent = 'sluice_private.executions'::regclass
    and coalesce(size.measured_at, '-infinity') < v_now - case
      when known.name in ('past', 'future', to_char(v_now at time zone 'UTC', 'YYYY_MM'))
        then interval '1 hour' else interval '1 day' end
  order by size.measured_at nulls first, known.name
  limit 1;
  if v_name is null then
    return false;
  end if;

  v_bytes := sluice_private.partition_bytes(v_name, false);
  v_event_bytes := sluice_private.partition_bytes(v_name, true);
  delete from sluice.workflow_storage as old
  where old.partition = v_name
    or not exists (
      select from pg_class as part
      where part.oid = to_regclass(format('sluice_private.%I', 'executions_' || old.partition))
    );
  insert into sluice.workflow_storage (
    organization_id, workflow_id, partition, executions, bytes, measured_at
  )
  select w.organization_id, w.workflow_id, v_name, round(w.executions),
    v_bytes * w.weight / sum(w.weight) over (), v_now
  from sluice_private.weigh_executions(v_name) as w
  union all
  select w.organization_id, w.workflow_id, v_name, round(w.executions),
    v_event_bytes * w.weight / sum(w.weight) over (), v_now
  from sluice_private.weigh_events(v_name) as w;
  insert into sluice_private.partition_sizes (name, bytes, measured_at)
  values (v_name, v_bytes + v_event_bytes, v_now)
  on conflict on constraint partition_sizes_pkey
  do update set bytes = excluded.bytes, measured_at = excluded.measured_at;
  return true;
end;
$$;

comment on function sluice_private.measure_storage() is
  'Shares the size of one partition out among the workflows in it, by a sample; false when all '
  'have been looked at lately.';
