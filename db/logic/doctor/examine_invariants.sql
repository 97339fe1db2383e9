create or replace function sluice_private.examine_invariants()
returns setof sluice.doctor_finding
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_broken text[] := array(select i.invariant from sluice.check_invariants() as i limit 1000);
begin
  return next sluice_private.finding(
    'invariants', cardinality(v_broken), 1, 1,
    case when v_broken = '{}' then 'every execution has a next cause, and every count is right'
      else format('broken, among others: %s', v_broken[1]) end,
    'select * from sluice.check_invariants() names the executions. Please report it.'
  );
end;
$$;

comment on function sluice_private.examine_invariants() is
  'Of doctor: whether the state of the engine is sound.';
