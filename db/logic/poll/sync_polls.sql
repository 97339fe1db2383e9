/* What has been seen, and how far a poll has come, goes with what it asks for. */
create or replace function sluice_private.sync_polls(organization_id uuid, workflow_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
begin
  delete from sluice.workflow_polls as poll
  using sluice.workflow_triggers as t
  where poll.organization_id = sync_polls.organization_id
    and poll.workflow_id = sync_polls.workflow_id
    and t.organization_id = poll.organization_id
    and t.id = poll.trigger_id
    and (t.trigger <> all (sluice_private.polled_triggers())
      or sluice_private.poll_identity(poll.config)
        <> sluice_private.poll_identity(sluice_private.poll_config(t.trigger, t.config)));

  insert into sluice.workflow_polls (
    organization_id, workflow_id, trigger_id, source, config, every, timeout, plan,
    next_poll_at, due_at, is_first
  )
  select
    t.organization_id, t.workflow_id, t.id, settings.config ->> 'source', settings.config,
    coalesce((settings.config ->> 'interval')::interval, '5 minutes'),
    coalesce((settings.config ->> 'timeout')::interval, '30 seconds'),
    sluice_private.compile_poll(settings.config), v_now, v_now,
    settings.config ->> 'start' is distinct from 'all'
  from sluice.workflow_triggers as t
  cross join lateral (
    select sluice_private.poll_config(t.trigger, t.config) as config
  ) as settings
  where t.organization_id = sync_polls.organization_id
    and t.workflow_id = sync_polls.workflow_id
    and t.trigger = any (sluice_private.polled_triggers())
  on conflict on constraint workflow_polls_organization_id_trigger_id_key do update
  set
    config = excluded.config,
    every = excluded.every,
    timeout = excluded.timeout,
    plan = excluded.plan,
    next_poll_at = greatest(excluded.due_at, workflow_polls.polled_at + '10 seconds'),
    due_at = greatest(excluded.due_at, workflow_polls.polled_at + '10 seconds'),
    token = null,
    is_queued = false
  where workflow_polls.config <> excluded.config
    or workflow_polls.next_poll_at is null;
end;
$$;

comment on function sluice_private.sync_polls(uuid, uuid) is
  'Gives every trigger of a workflow that polls its poll; one that asks for the same goes on.';
