create or replace function sluice_private.claim_firing(fired sluice_private.judged_firing)
returns sluice_private.judged_firing
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_is_new boolean;
begin
  if fired.reason is null then
    select claim.claimed_execution_id, claim.is_new
    into fired.execution_id, v_is_new
    from sluice_private.claim_key(
      (fired.target).organization_id, (fired.target).workflow_id, fired.key,
      sluice_hidden.uuidv7(), fired.event_id
    ) as claim;
    fired.is_duplicate := not v_is_new;
  end if;
  return fired;
end;
$$;

comment on function sluice_private.claim_firing(sluice_private.judged_firing) is
  'Gives a firing its execution: a new one, or that of the same key.';
