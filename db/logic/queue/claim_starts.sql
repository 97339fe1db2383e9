/* One subtransaction for all of them, unless one raises: then two halves, and so on. */
-- lint: allow when-others: a start that cannot be judged is found by halving; the others go on
create or replace function sluice_private.claim_starts(
  starts sluice_private.limited_executions[],
  as_of timestamptz
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_half int := cardinality(starts) / 2;
  v_start sluice_private.limited_executions;
  v_claim record;
  v_full jsonb[] := array[]::jsonb[];
begin
  foreach v_start in array starts loop
    select c.refused, c.opens_at
    into v_claim
    from sluice_private.claim_limits(v_start.organization_id, v_start.limits, as_of) as c;
    if v_claim.refused is not null then
      perform sluice_private.refuse_start(v_start, v_claim.refused, v_claim.opens_at, as_of);
      if v_claim.refused ->> 'on_limit' = 'cancel_oldest' then
        v_full := v_full || (
          v_claim.refused || jsonb_build_object('organization_id', v_start.organization_id)
        );
      end if;
      continue;
    end if;
    update sluice_private.limited_executions as waiting
    set state = 'held'
    where waiting.organization_id = v_start.organization_id
      and waiting.execution_id = v_start.execution_id;
    insert into sluice_private.arrivals (organization_id, execution_id, kind, generation)
    values (v_start.organization_id, v_start.execution_id, 'start', v_start.generation);
  end loop;
  if v_full <> '{}' then
    perform sluice_private.displace_executions(v_full);
  end if;
exception
  when insufficient_resources or deadlock_detected or serialization_failure
    or operator_intervention
  then
    raise;
  when others then
    if sqlstate in ('SLFPT', '55P03') then
      raise;
    elsif v_half > 0 then
      perform sluice_private.claim_starts(starts[:v_half], as_of);
      perform sluice_private.claim_starts(starts[v_half + 1:], as_of);
      return;
    end if;
    perform sluice_private.cancel_unjudged(starts[1], sqlstate, sqlerrm);
end;
$$;

comment on function sluice_private.claim_starts(
  sluice_private.limited_executions[], timestamptz
) is
  'Has these executions begin, in this order, where their limits have room; one whose limits '
  'cannot be judged is cancelled, alone.';
