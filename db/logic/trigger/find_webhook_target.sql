create or replace function sluice_private.find_webhook_target(
  organization_id uuid,
  webhook_id uuid
)
returns sluice_private.webhook_target
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set jit = off
set enable_seqscan = off
as $$
declare
  v_target sluice_private.webhook_target;
begin
  select hook.organization_id, hook.id, t.id, t.workflow_id, t.trigger, t.config, t.dedupe
  into v_target
  from (
    select own.organization_id, own.id, own.trigger_id
    from sluice.webhook_registrations as own
    where own.id = find_webhook_target.webhook_id
    offset 0
  ) as hook
  cross join lateral (
    select own.id, own.workflow_id, own.trigger, own.config, own.dedupe
    from sluice.workflow_triggers as own
    where own.organization_id = hook.organization_id and own.id = hook.trigger_id
    offset 0
  ) as t
  where hook.organization_id = find_webhook_target.organization_id;
  if not found then
    raise exception using
      errcode = 'SLNTF',
      message = 'webhook does not exist',
      hint = 'It was removed a moment ago, with its trigger.';
  end if;
  return v_target;
end;
$$;

comment on function sluice_private.find_webhook_target(uuid, uuid) is
  'The trigger behind a webhook registration; raises SLNTF.';
