/* Who ran into the timeout may have had bad luck: in the pump all are fired again, each alone. */
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
  if sluice_private.is_late() and sluice_private.may_defer() then
    return sluice_private.give_up_claims(fired, null);
  end if;
  if v_target.is_exit then
    return sluice_private.end_enrolments(fired);
  end if;
  perform sluice_private.start_executions(
    v_target.organization_id, v_target.workflow_id, v_target.live_version_id, v_target.trigger_id,
    v_target.step_no,
    array(select f.execution_id from unnest(fired) as f order by f.ordinal),
    array(select f.trigger from unnest(fired) as f order by f.ordinal)
  );
  perform sluice_hidden.failpoint('fired');
  return fired;
exception
  when query_canceled then
    if current_setting('sluice.waits', true) is distinct from 'off' then
      raise;
    end if;
    perform set_config('sluice.is_late', 'on', true);
    return sluice_private.give_up_claims(
      fired, case when not sluice_private.may_defer() then 'its start takes too long' end
    );
  when insufficient_resources or deadlock_detected or serialization_failure
    or operator_intervention
  then
    raise;
  when others then
    if sqlstate = 'SLFPT'
      or sqlstate = '55P03' and current_setting('sluice.waits', true) is distinct from 'off'
    then
      raise;
    elsif v_half > 0 then
      return sluice_private.start_guarded(fired[:v_half])
        || sluice_private.start_guarded(fired[v_half + 1:]);
    end if;
    return sluice_private.give_up_claims(
      fired, case when sqlstate <> '55P03' then left(sqlerrm, 1000) end
    );
end;
$$;

comment on function sluice_private.start_guarded(sluice_private.judged_firing[]) is
  'Starts the executions of firings of one trigger; one that cannot be started gets its reason, '
  'and gives its key back; in the pump one that would have to wait is deferred.';
