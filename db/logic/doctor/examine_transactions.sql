/* Of other people's sessions only pg_read_all_stats sees how old they are; everybody sees how many
   transactions have begun since the oldest that writes and still runs. */
create or replace function sluice_private.examine_transactions()
returns setof sluice.doctor_finding
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_oldest numeric := (
    select sluice_private.seconds_since(min(held.since))
    from (
      select a.xact_start as since
      from pg_stat_activity as a
      where a.datname = current_database() and a.pid <> pg_backend_pid()
        and a.backend_type = 'client backend'
      union all
      select p.prepared from pg_prepared_xacts as p where p.database = current_database()
    ) as held
  );
  v_xmin numeric := (
    select coalesce(max(age(held.xmin)), 0)::numeric
    from (
      select a.backend_xmin as xmin from pg_stat_activity as a where a.pid <> pg_backend_pid()
      union all
      select s.xmin from pg_replication_slots as s
      union all
      select s.catalog_xmin from pg_replication_slots as s
      union all
      select p.transaction from pg_prepared_xacts as p
      union all
      select pg_snapshot_xmin(pg_current_snapshot())::xid
    ) as held
    where held.xmin is not null
  );
  v_slots numeric := case when pg_is_in_recovery() then 0 else (
    select coalesce(max(pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn)), 0)
    from pg_replication_slots as s
  ) / 1048576 end;
begin
  return next sluice_private.finding(
    'oldest transaction', v_oldest, 300, 3600,
    format('the oldest transaction that this role may see has been open for %s s',
      round(v_oldest)),
    'End it: as long as it is open, dead rows of hot tables pile up.'
  );
  return next sluice_private.finding(
    'xmin age', v_xmin, 1000000, 50000000,
    format('rows that died up to %s transactions ago cannot be removed', v_xmin),
    'End the oldest transaction or prepared transaction, or drop the replication slot that holds '
      'them.'
  );
  return next sluice_private.finding(
    'replication slots', v_slots, 1024, 10240,
    format('a replication slot keeps %s MB of WAL', round(v_slots)),
    'Start its consumer, or drop the slot.'
  );
end;
$$;

comment on function sluice_private.examine_transactions() is
  'Of doctor: what keeps the server from clearing dead rows and old WAL away.';
