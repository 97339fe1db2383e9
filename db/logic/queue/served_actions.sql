create or replace function sluice_hidden.served_actions()
returns text[]
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return array(
    select distinct each.action
    from sluice_private.workers
    cross join lateral unnest(workers.actions) as each (action)
    where not workers.is_draining
    order by each.action
  );
end;
$$;

comment on function sluice_hidden.served_actions() is
  'The actions that some worker serves that takes new steps.';
grant execute on function sluice_hidden.served_actions() to sluice_member, sluice_admin;
