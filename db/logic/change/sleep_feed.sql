create or replace function sluice_hidden.sleep_feed(id uuid)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice_private.sleeping_feeds as feed (id, expires_at)
  values (sleep_feed.id, clock_timestamp() + interval '1 minute')
  on conflict on constraint sleeping_feeds_pkey do update
  set expires_at = excluded.expires_at;
end;
$$;

comment on function sluice_hidden.sleep_feed(uuid) is
  'This server looks seldom from now on: what changes from outside notifies it. It looks once more '
  'after this.';
grant execute on function sluice_hidden.sleep_feed(uuid) to sluice_authenticator;
