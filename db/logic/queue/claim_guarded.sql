/* One subtransaction for all of them, unless one raises: then two halves, and so on. */
-- lint: allow when-others: a step that cannot be judged is found by halving; the others go on
create or replace function sluice_private.claim_guarded(
  ready sluice_private.ready_steps[],
  limits jsonb[],
  as_of timestamptz
)
returns jsonb[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_limits jsonb[] := limits;
  v_half int := cardinality(ready) / 2;
  v_claim record;
  v_full jsonb[] := array[]::jsonb[];
begin
  for v_place in 1 .. cardinality(v_limits) loop
    continue when v_limits[v_place] is null;
    select c.refused, c.opens_at
    into v_claim
    from sluice_private.claim_limits(
      (ready[v_place]).organization_id, v_limits[v_place], as_of
    ) as c;
    if v_claim.refused is not null then
      perform sluice_private.refuse_step(
        ready[v_place], v_claim.refused, v_claim.opens_at, as_of
      );
      if v_claim.refused ->> 'on_limit' = 'cancel_oldest' then
        v_full := v_full || (
          v_claim.refused || jsonb_build_object('organization_id', (ready[v_place]).organization_id)
        );
      end if;
      v_limits[v_place] := 'false';
    end if;
  end loop;
  if v_full <> '{}' then
    perform sluice_private.displace_steps(v_full, ready, v_limits);
  end if;
  return v_limits;
exception
  when insufficient_resources or deadlock_detected or serialization_failure
    or operator_intervention
  then
    raise;
  when others then
    if sqlstate in ('SLFPT', '55P03') then
      raise;
    elsif v_half > 0 then
      return sluice_private.claim_guarded(ready[:v_half], limits[:v_half], as_of)
        || sluice_private.claim_guarded(ready[v_half + 1:], limits[v_half + 1:], as_of);
    end if;
    perform sluice_private.fail_unjudged(ready[1], sqlstate, sqlerrm);
    return array[jsonb 'false'];
end;
$$;

comment on function sluice_private.claim_guarded(
  sluice_private.ready_steps[], jsonb[], timestamptz
) is
  'The limits that each of these steps now counts under; false if one has no room, or cannot be '
  'judged, which fails that step alone. Null: it has none.';
