/* Of the sweeper. What is forgotten was seen by a snapshot that is at least five minutes old; who
   holds an older cursor is told so by the floor. */
create or replace function sluice_private.forget_changes()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := clock_timestamp();
  v_floor pg_snapshot;
begin
  delete from sluice_private.sleeping_feeds where sleeping_feeds.expires_at < v_now;
  delete from sluice_private.watched_scopes where watched_scopes.expires_at < v_now;
  update sluice_private.change_floor
  set
    floor = change_floor.next_floor,
    floor_xid = change_floor.next_xid,
    next_floor = pg_current_snapshot(),
    next_xid = pg_current_xact_id(),
    moved_at = v_now
  where change_floor.moved_at < v_now - interval '5 minutes';
  select f.floor into v_floor from sluice_private.change_floor as f;
  delete from sluice_private.changes as old
  using (
    select c.organization_id, c.xid, c.subject
    from sluice_private.changes as c
    where c.xid < pg_snapshot_xmin(v_floor)
    order by c.xid
    limit 50000
  ) as forgotten
  where old.organization_id = forgotten.organization_id
    and old.xid = forgotten.xid
    and old.subject = forgotten.subject;
end;
$$;

comment on function sluice_private.forget_changes() is
  'Forgets watches that have run out, and changes that everybody has had five minutes to read.';
