/* What a snapshot does not see is what began after it, or is named in it as under way: both are
   looked up in an index, however old the oldest transaction is. */
create or replace function sluice_hidden.missed_changes(
  organization_id uuid,
  scope uuid,
  since text,
  until text,
  out is_reset boolean,
  out execution_ids uuid[],
  out workflow_ids uuid[]
)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_since pg_snapshot;
  v_until pg_snapshot := until::pg_snapshot;
  v_watched sluice_private.watched_scopes;
  v_floor xid8;
begin
  begin
    v_since := since::pg_snapshot;
  exception
    when invalid_text_representation or numeric_value_out_of_range then
      v_since := null;
  end;
  select w.*
  into v_watched
  from sluice_private.watched_scopes as w
  where w.organization_id = missed_changes.organization_id
    and w.scope = missed_changes.scope
    and w.expires_at > clock_timestamp();
  select f.floor_xid into v_floor from sluice_private.change_floor as f;
  is_reset := coalesce(
    not pg_visible_in_snapshot(v_watched.xid, v_since)
    or not pg_visible_in_snapshot(v_floor, v_since)
    or pg_snapshot_xmax(v_since) > pg_snapshot_xmax(v_until)
    or exists (
      select from pg_snapshot_xip(v_since) as open (xid)
      where (v_watched.settled_xid is null or open.xid < v_watched.settled_xid)
        and pg_visible_in_snapshot(open.xid, v_until)
    ),
    true
  );
  if is_reset then
    return;
  end if;
  select
    array_agg(distinct unseen.subject) filter (where unseen.subject <> unseen.workflow_id),
    array_agg(distinct unseen.subject) filter (where unseen.subject = unseen.workflow_id)
  into execution_ids, workflow_ids
  from (
    select later.subject, later.workflow_id, later.xid
    from sluice_private.changes as later
    where later.organization_id = missed_changes.organization_id
      and later.xid >= pg_snapshot_xmax(v_since)
    union all
    select open.subject, open.workflow_id, open.xid
    from sluice_private.changes as open
    where open.organization_id = missed_changes.organization_id
      and open.xid = any (array(select pg_snapshot_xip(v_since)))
  ) as unseen
  where missed_changes.scope
      in (missed_changes.organization_id, unseen.workflow_id, unseen.subject)
    and pg_visible_in_snapshot(unseen.xid, v_until);
end;
$$;

comment on function sluice_hidden.missed_changes(uuid, uuid, text, text) is
  'What has changed in a scope between two cursors; is_reset: nobody knows, load everything again.';
grant execute on function sluice_hidden.missed_changes(uuid, uuid, text, text)
to sluice_authenticator;
