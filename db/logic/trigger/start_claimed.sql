create or replace function sluice_private.start_claimed(fired sluice_private.judged_firing[])
returns sluice_private.judged_firing[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_all sluice_private.judged_firing[] := array(
    select f from unnest(fired) as f where f.reason is not null or f.is_duplicate
  );
  v_same sluice_private.judged_firing[];
begin
  for v_same in
    select array_agg(f order by f.ordinal)
    from unnest(fired) as f
    where f.reason is null and not f.is_duplicate
    group by f.target
    order by (f.target).is_exit, (f.target).workflow_id
  loop
    v_all := v_all || sluice_private.start_guarded(v_same);
  end loop;
  return v_all;
end;
$$;

comment on function sluice_private.start_claimed(sluice_private.judged_firing[]) is
  'Starts what the firings that have a new key start, workflow by workflow; then come the exits.';
