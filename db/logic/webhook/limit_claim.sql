/* A claim is for 30 days; the row is this transaction's own, so to shorten it waits for nobody. */
create or replace function sluice_private.limit_claim(
  target sluice_private.webhook_target,
  key text,
  value jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_window interval := sluice_hidden.try_interval(target.config ->> 'dedupe_window');
begin
  if v_window is null then
    return;
  end if;
  update sluice_private.idempotency_keys as claim
  set expires_at = sluice_hidden.now() + v_window
  where claim.organization_id = target.organization_id
    and claim.workflow_id = target.workflow_id
    and claim.key = sluice_private.kept_key(coalesce(
      'dedupe:' || nullif(sluice_private.text_of(jsonb_path_query_first_tz(
        jsonb_build_object('trigger', value), target.dedupe, '{}', true
      )), ''),
      limit_claim.key
    ));
end;
$$;

comment on function sluice_private.limit_claim(sluice_private.webhook_target, text, jsonb) is
  'Lets the key of a delivery expire after the dedupe_window of its trigger.';
