create or replace function sluice_private.give_up_claims(
  fired sluice_private.judged_firing[],
  reason text
)
returns sluice_private.judged_firing[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_all sluice_private.judged_firing[] := array[]::sluice_private.judged_firing[];
  v_one sluice_private.judged_firing;
begin
  foreach v_one in array fired loop
    delete from sluice_private.idempotency_keys as claim
    where claim.organization_id = (v_one.target).organization_id
      and claim.workflow_id = (v_one.target).workflow_id
      and claim.key = sluice_private.kept_key(v_one.key)
      and claim.execution_id = v_one.execution_id;
    v_one := sluice_private.defer_firing(v_one);
    if reason is not null then
      v_one.reason := give_up_claims.reason;
      v_one.is_deferred := false;
    end if;
    v_all := v_all || v_one;
  end loop;
  return v_all;
end;
$$;

comment on function sluice_private.give_up_claims(sluice_private.judged_firing[], text) is
  'Firings that start nothing, for this reason (null: not now), give back the keys that they have '
  'claimed.';
