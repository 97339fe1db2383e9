create or replace function sluice_private.fold_webhook_counts()
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_count int;
begin
  delete from sluice_private.awaited_answers
  where awaited_answers.created_at < clock_timestamp() - interval '10 minutes';
  delete from sluice.webhook_tests
  where webhook_tests.expires_at < clock_timestamp() - interval '1 hour';
  with taken as (
    delete from sluice_private.webhook_counts as new
    using (
      select c.organization_id, c.number
      from sluice_private.webhook_counts as c
      where not c.is_folded
      order by c.number
      limit 1000
      for update skip locked
    ) as first
    where new.organization_id = first.organization_id and new.number = first.number
    returning new.*
  ),
  replaced as (
    delete from sluice_private.webhook_counts as old
    using (select distinct t.webhook_id, t.organization_id from taken as t) as hook
    where old.webhook_id = hook.webhook_id
      and old.organization_id = hook.organization_id
      and old.is_folded
    returning old.*
  ),
  folded as (
    insert into sluice_private.webhook_counts (
      organization_id, webhook_id, accepted, repeated, refused, last_at, is_folded
    )
    select
      c.organization_id, c.webhook_id, sum(c.accepted), sum(c.repeated), sum(c.refused),
      max(c.last_at), true
    from (select taken.* from taken union all select replaced.* from replaced) as c
    where exists (
      select from sluice.webhook_registrations as hook
      where hook.organization_id = c.organization_id and hook.id = c.webhook_id
    )
    group by c.organization_id, c.webhook_id
  )
  select count(*)::int into v_count from taken;
  return v_count;
end;
$$;

comment on function sluice_private.fold_webhook_counts() is
  'Adds up to 1,000 counts of requests into one for each webhook, and forgets answers that nobody '
  'fetched and tests that are over; says how many counts.';
