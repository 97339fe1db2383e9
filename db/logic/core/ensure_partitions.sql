/* A history table has a partition a month, one before the first (from MINVALUE) and one after the
   last (to MAXVALUE), so that no row is ever homeless and there is no DEFAULT to scan. While the
   last one is still empty the months to come are cut from it, beginning where the last month ends;
   if it is not, it becomes one partition of all the months to come.
   The lock comes before the look: whoever is about to write there is waited for. */
create or replace function sluice_private.ensure_partitions(parent regclass, months_ahead int)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
as $$
declare
  v_name text := (select relname::text from pg_class where oid = parent);
  v_month timestamptz := date_trunc('month', sluice_hidden.now());
  v_to timestamptz := v_month + make_interval(months => months_ahead + 1);
  v_from timestamptz;
  v_future regclass;
  v_last uuid;
  v_made int := 0;
begin
  if sluice_private.end_of_partitions(parent) >= v_to then
    return 0;
  end if;
  execute format('lock table %s in access exclusive mode', parent);
  v_from := coalesce(sluice_private.end_of_partitions(parent), v_month);
  v_future := to_regclass(format('sluice_private.%I', v_name || '_future'));
  if v_future is null then
    perform sluice_private.add_partition(
      parent, v_name || '_past', null, sluice_hidden.uuid_floor(v_from)
    );
    perform sluice_private.watch_partition(
      parent, to_regclass(format('sluice_private.%I', v_name || '_past'))
    );
  else
    execute format(
      'select %I from %s order by 1 desc limit 1', sluice_private.partition_key(parent), v_future
    ) into v_last;
    if v_last is null then
      execute format('drop table %s', v_future);
    elsif v_last < sluice_hidden.uuid_floor(v_to) then
      perform sluice_private.name_future(parent, v_from, v_to);
      v_from := v_to;
      v_made := 1;
    else
      return 0;
    end if;
  end if;

  for v_month in
    select generate_series(v_from, v_to - interval '1 month', '1 month')
  loop
    perform sluice_private.add_partition(
      parent, v_name || to_char(v_month, '"_"YYYY_MM'),
      sluice_hidden.uuid_floor(v_month), sluice_hidden.uuid_floor(v_month + interval '1 month')
    );
    v_made := v_made + 1;
  end loop;
  perform sluice_private.add_partition(
    parent, v_name || '_future', sluice_hidden.uuid_floor(v_to), null
  );
  return v_made;
end;
$$;

comment on function sluice_private.ensure_partitions(regclass, int) is
  'Makes the monthly partitions of a history table up to this many months ahead; says how many.';
