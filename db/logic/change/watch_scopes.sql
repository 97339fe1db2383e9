/* Sorted, so that two servers cannot wait for each other. A row is settled by the first call that
   sees it committed: whoever has a later transaction id has looked for it when it was there. */
create or replace function sluice_hidden.watch_scopes(organization_ids uuid[], scopes uuid[])
returns table (scope uuid, is_new boolean, settled_xid text)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := clock_timestamp();
begin
  return query
  insert into sluice_private.watched_scopes as w (organization_id, scope, expires_at)
  select distinct pair.organization_id, pair.id, v_now + interval '5 minutes'
  from unnest(organization_ids, scopes) as pair (organization_id, id)
  order by pair.organization_id, pair.id
  on conflict on constraint watched_scopes_pkey do update
  set
    xid = case when w.expires_at <= v_now then excluded.xid else w.xid end,
    settled_xid = case
      when w.expires_at <= v_now then null
      when pg_visible_in_snapshot(w.xid, pg_current_snapshot())
      then coalesce(w.settled_xid, pg_snapshot_xmax(pg_current_snapshot()))
    end,
    expires_at = excluded.expires_at
  returning w.scope, w.xid = pg_current_xact_id(), w.settled_xid::text;
end;
$$;

comment on function sluice_hidden.watch_scopes(uuid[], uuid[]) is
  'Has changes in these organizations, workflows and executions noted for five minutes more; says '
  'which were not until now, and which transactions may not have noticed: those before '
  'settled_xid.';
grant execute on function sluice_hidden.watch_scopes(uuid[], uuid[]) to sluice_authenticator;
