/* A history table has a partition a month, one before the first (from MINVALUE) and one after the
   last (to MAXVALUE), so that no row is ever homeless and there is no DEFAULT to scan. While the
   last one is still empty a new month is cut from it. */
create or replace function sluice_private.ensure_partitions(parent regclass, months_ahead int)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_name text := (select relname::text from pg_class where oid = parent);
  v_first timestamptz := date_trunc('month', sluice_hidden.now() at time zone 'UTC')
    at time zone 'UTC';
  v_month timestamptz;
  v_part text;
  v_made int := 0;
  v_future regclass := to_regclass(format('sluice_private.%I', v_name || '_future'));
  v_used boolean;
begin
  if v_future is not null then
    execute format('select exists (select from %s)', v_future) into v_used;
    if v_used then
      return 0;
    end if;
  end if;

  for v_month in
    select generate_series(v_first, v_first + make_interval(months => months_ahead), '1 month')
  loop
    v_part := v_name || to_char(v_month at time zone 'UTC', '"_"YYYY_MM');
    continue when to_regclass(format('sluice_private.%I', v_part)) is not null;
    if v_future is not null then
      execute format('drop table %s', v_future);
      v_future := null;
    end if;
    if to_regclass(format('sluice_private.%I', v_name || '_past')) is null then
      perform sluice_private.add_partition(
        parent, v_name || '_past', null, sluice_hidden.uuid_floor(v_month)
      );
    end if;
    perform sluice_private.add_partition(
      parent, v_part,
      sluice_hidden.uuid_floor(v_month), sluice_hidden.uuid_floor(v_month + interval '1 month')
    );
    v_made := v_made + 1;
  end loop;

  if v_future is null then
    perform sluice_private.add_partition(
      parent, v_name || '_future',
      sluice_hidden.uuid_floor(v_first + make_interval(months => months_ahead + 1)), null
    );
  end if;
  return v_made;
end;
$$;

comment on function sluice_private.ensure_partitions(regclass, int) is
  'Makes the monthly partitions of a history table up to this many months ahead; says how many.';
