/* On conflict waits for a transaction that is inserting the same key: no check-then-act. */
create or replace function sluice_private.claim_key(
  organization_id uuid,
  workflow_id uuid,
  key text,
  execution_id uuid,
  event_id uuid
)
returns table (claimed_execution_id uuid, claimed_event_id uuid, is_new boolean)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_key text := sluice_private.kept_key(key);
begin
  if key is null then
    return query select claim_key.execution_id, claim_key.event_id, true;
    return;
  end if;
  return query
  insert into sluice_private.idempotency_keys as claim (
    organization_id, workflow_id, key, execution_id, event_id, expires_at
  )
  values (
    claim_key.organization_id, claim_key.workflow_id, v_key, claim_key.execution_id,
    claim_key.event_id, sluice_hidden.now() + interval '30 days'
  )
  on conflict on constraint idempotency_keys_pkey do update
  set
    execution_id = excluded.execution_id,
    event_id = excluded.event_id,
    expires_at = excluded.expires_at
  where claim.expires_at < sluice_hidden.now()
  returning claim.execution_id, claim.event_id, true;
  if found then
    return;
  end if;
  return query
  select claim.execution_id, claim.event_id, false
  from sluice_private.idempotency_keys as claim
  where claim.organization_id = claim_key.organization_id
    and claim.workflow_id = claim_key.workflow_id
    and claim.key = v_key;
end;
$$;

comment on function sluice_private.claim_key(uuid, uuid, text, uuid, uuid) is
  'Claims a key for 30 days: what it stands for now, and whether it is new. No key is always new.';
