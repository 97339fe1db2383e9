/* An outage is a gap of the sweeper, another server in its place, or a clock that was set back: who
   waits for a rate does so until an instant by the clock as it was, and is looked at again. */
create or replace function sluice_private.arm_sweeper()
returns timestamptz
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := clock_timestamp();
  v_server text :=
    left(pg_walfile_name(pg_current_wal_lsn()), 8) || ' ' || pg_postmaster_start_time();
  v_armed_at timestamptz;
begin
  update sluice_private.sweeps
  set
    armed_at = case
      when sweeps.last_at < v_now - interval '10 seconds'
        or sweeps.last_at > v_now
        or sweeps.server <> v_server and sweeps.server <> ''
      then v_now + interval '6 seconds'
      else sweeps.armed_at
    end,
    last_at = v_now,
    server = v_server
  returning sweeps.armed_at into v_armed_at;
  if v_armed_at = v_now + interval '6 seconds' then
    insert into sluice_private.limit_releases (organization_id, key)
    select distinct state.organization_id, state.key
    from sluice_private.limits as state
    where state.look_at > sluice_hidden.now();
  end if;
  return v_armed_at;
end;
$$;

comment on function sluice_private.arm_sweeper() is
  'Since when the sweeper counts; in the future after an outage, until workers could be heard.';
