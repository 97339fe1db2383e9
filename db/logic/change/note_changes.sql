/* On the hot path. Whoever calls it has a transaction id already: see the story of the concept. */
create or replace function sluice_private.note_changes(
  organization_ids uuid[],
  execution_ids uuid[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if not exists (select from sluice_private.watched_scopes) then
    return;
  end if;
  insert into sluice_private.changes (organization_id, subject, workflow_id)
  select live.organization_id, live.id, live.workflow_id
  from (
    select pair.organization_id, pair.id
    from unnest(organization_ids, execution_ids) as pair (organization_id, id)
    limit cardinality(execution_ids)
  ) as noted
  cross join lateral (
    select known.organization_id, known.id, known.workflow_id
    from sluice_private.live_executions as known
    where known.organization_id = noted.organization_id and known.id = noted.id
    offset 0
  ) as live
  where exists (
    select from sluice_private.watched_scopes as watched
    where watched.organization_id = live.organization_id
      and watched.scope = any (array[live.organization_id, live.workflow_id, live.id])
  )
  on conflict do nothing;
end;
$$;

comment on function sluice_private.note_changes(uuid[], uuid[]) is
  'Notes that this transaction changes those of these executions that somebody watches.';
