create or replace function sluice.release_queue_lock(
  queue_id uuid,
  status text,
  error_message text default null,
  result jsonb default null,
  worker_id text default null
)
returns boolean
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_item sluice_private.queue_item := sluice_private.find_queue_item(queue_id);
  v_held sluice_private.step_leases;
begin
  if coalesce(status, '') not in ('completed', 'failed', 'cancelled', 'queued') then
    raise exception using
      errcode = 'SLVAL',
      message = format('there is no status %s to leave the queue with', coalesce(status, 'null')),
      hint = 'Use completed, failed, cancelled, or queued to give it back.';
  end if;
  perform sluice_hidden.assert_size(result, 'the result');
  perform sluice_hidden.assert_size(to_jsonb(error_message), 'the error');
  perform pg_advisory_xact_lock(sluice_private.lock_key(v_item.token));
  select lease.*
  into v_held
  from sluice_private.step_leases as lease
  where lease.organization_id = v_item.organization_id
    and (lease.slot, lease.token) = (v_item.token & -32, v_item.token)
    and lease.expires_at > '-infinity'
    and lease.holder = coalesce(release_queue_lock.worker_id, lease.holder)
    and not sluice_private.is_told(lease);
  if not found then
    return false;
  end if;
  perform sluice_private.report_lock(v_held, status, error_message, result);
  perform sluice_private.tick_workers();
  return true;
end;
$$;

comment on function sluice.release_queue_lock(uuid, text, text, jsonb, text) is
  'Says what became of a locked step: completed with this result, failed with this error (its '
  'retry policy decides), cancelled, or queued: given back. False: the lock is no longer held, by '
  'this worker if it is named, and nothing changes.';
grant execute on function sluice.release_queue_lock(uuid, text, text, jsonb, text)
to sluice_member, sluice_admin;
