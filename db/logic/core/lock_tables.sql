/* Whoever waits for a lock here holds others that the workers want: it never waits for as long as
   deadlock_timeout (a second), so that it gives way before anybody is told of a deadlock. Each door
   of the workers reads their row first, so once that table is locked they hold nothing. */
create or replace function sluice_private.lock_tables()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set lock_timeout = '300ms'
as $$
declare
  v_table record;
  v_end timestamptz := clock_timestamp() + interval '5 seconds';
begin
  loop
    begin
      for v_table in
        select n.nspname, c.relname
        from pg_class as c
        inner join pg_namespace as n on n.oid = c.relnamespace
        where n.nspname in ('sluice', 'sluice_private')
          and c.relkind in ('r', 'p')
          and not c.relispartition
        order by c.relname <> 'workers', c.oid
      loop
        execute format(
          'lock table %I.%I in access exclusive mode', v_table.nspname, v_table.relname
        );
      end loop;
      return;
    exception
      -- maintenance renames and drops what was a partition
      when lock_not_available or undefined_table then
        if clock_timestamp() > v_end then
          raise;
        end if;
        perform pg_sleep(0.02 + random() * 0.1);
    end;
  end loop;
end;
$$;

comment on function sluice_private.lock_tables() is
  'What a migration does first: takes every table for itself, until it ends.';
