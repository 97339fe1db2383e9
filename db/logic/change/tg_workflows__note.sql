create or replace function sluice_private.tg_workflows__note()
returns trigger
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (select from sluice_private.watched_scopes) then
    insert into sluice_private.changes (organization_id, subject, workflow_id)
    select watched.organization_id, new.id, new.id
    from sluice_private.watched_scopes as watched
    where watched.organization_id = new.organization_id
      and watched.scope = any (array[new.organization_id, new.id])
    on conflict do nothing;
    perform sluice_private.tick_subscribers(new.organization_id);
  end if;
  return null;
end;
$$;

comment on function sluice_private.tg_workflows__note() is
  'Notes that this transaction changes a workflow that somebody watches.';
