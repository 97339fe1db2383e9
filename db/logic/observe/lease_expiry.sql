/* Security definer: it looks up the heartbeat of a worker, which members may not read. */
create or replace function sluice_hidden.lease_expiry(worker_id uuid)
returns timestamptz
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select worker.last_seen_at + interval '15 seconds'
    from sluice_private.workers as worker
    where worker.id = lease_expiry.worker_id
  );
end;
$$;

comment on function sluice_hidden.lease_expiry(uuid) is
  'When this worker counts as dead if it is not heard again; null: it is gone.';
grant execute on function sluice_hidden.lease_expiry(uuid) to sluice_member, sluice_admin;
