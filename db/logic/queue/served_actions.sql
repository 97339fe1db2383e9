/* Security definer: what members may know of the workers is which actions are served, not where. */
create or replace function sluice_hidden.served_actions()
returns table (action text, slots int)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select served.name, sum(worker.concurrency)::int
  from sluice_private.workers as worker
  cross join lateral (
    select distinct unnest(worker.actions) as name
  ) as served
  where not worker.is_draining
  group by served.name;
end;
$$;

comment on function sluice_hidden.served_actions() is
  'The actions that a worker serves now, and how many of its steps at once.';
grant execute on function sluice_hidden.served_actions() to sluice_member, sluice_admin;
