-- lint: allow when-others: a firing that cannot start is found by halving; the others go on
create or replace function sluice_private.start_guarded(fired sluice_private.judged_firing[])
returns sluice_private.judged_firing[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_target sluice_private.firing_target := fired[1].target;
  v_half int := cardinality(fired) / 2;
begin
  perform sluice_private.start_executions(
    v_target.organization_id, v_target.workflow_id, v_target.live_version_id, v_target.trigger_id,
    v_target.step_no,
    array(select f.execution_id from unnest(fired) as f order by f.ordinal),
    array(select f.trigger from unnest(fired) as f order by f.ordinal)
  );
  perform sluice_hidden.failpoint('fired');
  return fired;
exception
  when insufficient_resources or lock_not_available or deadlock_detected
    or serialization_failure or operator_intervention
  then
    raise;
  when others then
    if sqlstate = 'SLFPT' then
      raise;
    elsif v_half > 0 then
      return sluice_private.start_guarded(fired[:v_half])
        || sluice_private.start_guarded(fired[v_half + 1:]);
    end if;
    delete from sluice_private.idempotency_keys as claim
    where claim.organization_id = v_target.organization_id
      and claim.workflow_id = v_target.workflow_id
      and claim.key = sluice_private.kept_key(fired[1].key)
      and claim.execution_id = fired[1].execution_id;
    fired[1].execution_id := null;
    fired[1].reason := left(sqlerrm, 1000);
    return fired;
end;
$$;

comment on function sluice_private.start_guarded(sluice_private.judged_firing[]) is
  'Starts the executions of firings of one trigger; one that cannot be started gets its reason, '
  'and gives its key back.';
