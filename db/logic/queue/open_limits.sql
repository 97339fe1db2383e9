create or replace function sluice_private.open_limits(as_of timestamptz)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_key record;
  v_state sluice_private.limits;
  v_count int := 0;
begin
  if (
    select release.seq from sluice_private.limit_releases as release
    order by release.seq
    limit 1
  ) is not null then
    for v_key in
      with gone as (
        delete from sluice_private.limit_releases as release
        using (
          select first.organization_id, first.seq
          from sluice_private.limit_releases as first
          order by first.seq
          limit 1000
        ) as first
        where release.organization_id = first.organization_id and release.seq = first.seq
        returning release.*
      )
      select
        gone.organization_id, gone.key, count(gone.execution_id)::int as freed,
        max(case when gone.key like 'provider:%' then sluice_private.asked_pause(gone) end)
          as closed_until
      from gone
      group by gone.organization_id, gone.key
    loop
      v_state := sluice_private.limit_state(v_key.organization_id, v_key.key);
      v_state.held := greatest(0, v_state.held - v_key.freed);
      v_state.closed_until := greatest(v_state.closed_until, v_key.closed_until);
      perform sluice_private.write_limit(v_state, as_of);
      v_count := v_count + sluice_private.call_up(v_key.organization_id, v_key.key, as_of);
    end loop;
  end if;

  for v_key in
    select state.organization_id, state.key
    from sluice_private.limits as state
    where state.look_at <= as_of
    order by state.look_at
    limit 1000
  loop
    v_count := v_count + sluice_private.call_up(v_key.organization_id, v_key.key, as_of);
  end loop;
  return v_count;
end;
$$;

comment on function sluice_private.open_limits(timestamptz) is
  'Counts what has been released under limits, and calls up those in line where there is room; '
  'says how many.';
