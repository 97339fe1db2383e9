create or replace function sluice_hidden.wake_feed(id uuid)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from sluice_private.sleeping_feeds as feed where feed.id = wake_feed.id;
end;
$$;

comment on function sluice_hidden.wake_feed(uuid) is
  'This server looks often again, and needs nobody to notify it.';
grant execute on function sluice_hidden.wake_feed(uuid) to sluice_authenticator;
