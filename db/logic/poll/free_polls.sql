/* It counts as a failure, as the poll may be what the worker has died of. */
create or replace function sluice_private.free_polls()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update sluice.workflow_polls as freed
  set due_at = sluice_hidden.now()
  from (
    select held.organization_id, held.id
    from sluice.workflow_polls as held
    where held.token is not null
      and held.worker_id is not null
      and held.due_at > sluice_hidden.now()
      and not exists (select from sluice_private.workers where workers.id = held.worker_id)
    order by held.worker_id
    for update skip locked
  ) as lost
  where freed.organization_id = any (array[lost.organization_id])
    and freed.id = lost.id;
end;
$$;

comment on function sluice_private.free_polls() is
  'Has the polls of workers that are gone looked at: nobody will report them.';
