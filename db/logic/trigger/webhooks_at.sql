create or replace function sluice_private.webhooks_at(path text, door text, instant timestamptz)
returns table (
  organization_id uuid, id uuid, test_id uuid, trigger text, scheme text, secret_ref text,
  previous_secret_ref text, previous_secret_until timestamptz, methods text[], config jsonb
)
language sql
stable
begin atomic
  select
    hook.organization_id, hook.id, null::uuid, t.trigger, hook.scheme, hook.secret_ref,
    hook.previous_secret_ref, hook.previous_secret_until, hook.methods, t.config
  from sluice.webhook_registrations as hook
  cross join lateral (
    select own.trigger, own.config
    from sluice.workflow_triggers as own
    where own.organization_id = hook.organization_id and own.id = hook.trigger_id
    offset 0
  ) as t
  where strpos(webhooks_at.path, '/') = 0 and hook.key = webhooks_at.path
    and hook.door = webhooks_at.door
  union all
  select
    hook.organization_id, hook.id, null, t.trigger, hook.scheme, hook.secret_ref,
    hook.previous_secret_ref, hook.previous_secret_until, hook.methods, t.config
  from sluice.organizations as organization
  cross join lateral (
    select own.*
    from sluice.webhook_registrations as own
    where own.organization_id = organization.id
      and own.door = webhooks_at.door
      and own.path = split_part(webhooks_at.path, '/', 2)
    offset 0
  ) as hook
  cross join lateral (
    select own.trigger, own.config
    from sluice.workflow_triggers as own
    where own.organization_id = hook.organization_id and own.id = hook.trigger_id
    offset 0
  ) as t
  where organization.slug = split_part(webhooks_at.path, '/', 1)
    and webhooks_at.path ~ '^[^/]+/[^/]+$'
  union all
  select
    test.organization_id, null, test.id, test.trigger,
    coalesce(test.config ->> 'scheme', 'none'), test.config ->> 'secret',
    test.config ->> 'previous_secret',
    sluice_private.try_instant(test.config ->> 'previous_secret_until'),
    sluice_private.texts_of(address.methods), test.config
  from sluice.webhook_tests as test
  cross join lateral sluice_private.webhook_address(test.trigger, test.config) as address
  where webhooks_at.path like 'test-%' and test.key = webhooks_at.path
    and webhooks_at.door = 'hooks'
    and test.received_at is null and test.expires_at > instant;
end;

comment on function sluice_private.webhooks_at(text, text, timestamptz) is
  'What answers at this address: a registration, or the test of a draft.';
