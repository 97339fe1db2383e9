/* After a cancel the statement has no timeout any more: it may only note what is to be done. */
create or replace function sluice_private.advance_in_time(
  organization_ids uuid[],
  execution_ids uuid[],
  host sluice_private.workers default null,
  room int default 0
)
returns sluice_private.handed_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  return sluice_private.advance_guarded(organization_ids, execution_ids, host, room);
exception
  when query_canceled or out_of_memory then
    perform sluice_private.set_apart(organization_ids, execution_ids);
    return null;
end;
$$;

comment on function sluice_private.advance_in_time(
  uuid[], uuid[], sluice_private.workers, int
) is
  'advance_guarded; a batch that runs into statement_timeout, or out of memory, is set apart.';
