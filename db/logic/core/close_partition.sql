create or replace function sluice_private.close_partition(parent regclass, name text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_column text;
begin
  execute format('alter table sluice_private.%I enable row level security', name);
  execute format('alter table sluice_private.%I force row level security', name);
  execute format(
    'create policy all_owner on sluice_private.%I to sluice_owner using (true) with check (true)',
    name
  );
  execute format(
    'alter table sluice_private.%I set (
       autovacuum_vacuum_insert_scale_factor = 0.1, autovacuum_vacuum_insert_threshold = 100000,
       autovacuum_analyze_scale_factor = 0.2, autovacuum_freeze_min_age = 0
     )', name
  );
  for v_column in
    select attname::text from pg_attribute
    where attrelid = to_regclass(format('sluice_private.%I', name))
      and atttypid = 'jsonb'::regtype
      and not attisdropped
  loop
    execute format('alter table sluice_private.%I alter %I set statistics 0', name, v_column);
  end loop;
  execute format(
    'comment on table sluice_private.%I is %L', name, format('A partition of %s.', parent)
  );
end;
$$;

comment on function sluice_private.close_partition(regclass, text) is
  'Closes what is, or will be, a partition to everybody but the owner, and says how it is '
  'vacuumed and analysed.';
