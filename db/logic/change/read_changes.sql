/* One question for all subscribers of a server. Stable: cursor and rows are of one snapshot. */
create or replace function sluice_hidden.read_changes(
  since text,
  at_most int,
  out cursor text,
  out is_full boolean,
  out organization_ids uuid[],
  out workflow_ids uuid[],
  out subjects uuid[],
  out are_live boolean[]
)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_since pg_snapshot := since::pg_snapshot;
begin
  cursor := pg_current_snapshot()::text;
  if v_since is null then
    return;
  end if;
  with unseen as materialized (
    select c.organization_id, c.workflow_id, c.subject
    from (
      select later.organization_id, later.workflow_id, later.subject
      from sluice_private.changes as later
      where later.xid >= pg_snapshot_xmax(v_since)
      union all
      select open.organization_id, open.workflow_id, open.subject
      from sluice_private.changes as open
      where open.xid = any (array(select pg_snapshot_xip(v_since)))
    ) as c
    limit at_most + 1
  ),
  changed as (
    select distinct u.organization_id, u.workflow_id, u.subject from unseen as u
  )
  select
    (select count(*) > at_most from unseen),
    array_agg(c.organization_id), array_agg(c.workflow_id), array_agg(c.subject),
    array_agg(exists (
      select from sluice_private.live_executions as live
      where live.organization_id = c.organization_id and live.id = c.subject
    ))
  into is_full, organization_ids, workflow_ids, subjects, are_live
  from changed as c;
end;
$$;

comment on function sluice_hidden.read_changes(text, int) is
  'What has changed since a cursor, of all that is watched, and the next cursor; is_full: more '
  'than at_most, so ask everybody to load everything again.';
grant execute on function sluice_hidden.read_changes(text, int) to sluice_authenticator;
