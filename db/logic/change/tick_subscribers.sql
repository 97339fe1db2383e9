/* As tick_workers: one, constant, and only while a server sleeps that has subscribers there. */
create or replace function sluice_private.tick_subscribers(organization_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (select from sluice_private.sleeping_feeds)
    and exists (
      select from sluice_private.watched_scopes as watched
      where watched.organization_id = tick_subscribers.organization_id
    )
  then
    perform pg_notify('sluice:events', '');
  end if;
end;
$$;

comment on function sluice_private.tick_subscribers(uuid) is
  'Wakes servers that sleep when this transaction commits, if somebody watches the organization. A '
  'hint: they look now and then as well. The engine sends none.';
