/* A door. */
create or replace function sluice_private.advance_batch(at_most int default null)
returns int
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set jit = off
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set enable_bitmapscan = off
set enable_sort = off
as $$
begin
  return (select a.advanced from sluice_private.advance_pending(at_most) as a);
end;
$$;

comment on function sluice_private.advance_batch(int) is
  'Moves on up to this many executions that have an arrival or a due timer; says how many. By '
  'itself it takes fewer where there are several organizations. The drainer.';
grant execute on function sluice_private.advance_batch(int) to sluice_worker;
