-- lint: allow when-others: a poisoned firing is found by halving; it never fails its batch
create or replace function sluice_private.fire_guarded(firings sluice_private.trigger_firing[])
returns table (ordinal int, execution_id uuid, reason text, is_duplicate boolean)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_half int := cardinality(firings) / 2;
begin
  return query select fired.* from sluice_private.fire_at_once(firings) as fired;
exception
  when insufficient_resources or lock_not_available or deadlock_detected
    or serialization_failure or operator_intervention
  then
    raise;
  when others then
    if sqlstate = 'SLFPT' then
      raise;
    elsif v_half = 0 then
      return query select 1, null::uuid, sqlerrm, false;
      return;
    end if;
    return query select f.* from sluice_private.fire_guarded(firings[:v_half]) as f;
    return query
    select f.ordinal + v_half, f.execution_id, f.reason, f.is_duplicate
    from sluice_private.fire_guarded(firings[v_half + 1:]) as f;
end;
$$;

comment on function sluice_private.fire_guarded(sluice_private.trigger_firing[]) is
  'fire_at_once, with a batch that fails halved until the firing that cannot be is alone, with '
  'the reason.';
