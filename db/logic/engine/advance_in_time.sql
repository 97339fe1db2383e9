/* After a cancel the statement has no timeout any more: it may only note what is to be done. */
create or replace function sluice_private.advance_in_time(
  organization_ids uuid[],
  execution_ids uuid[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform sluice_private.advance_guarded(organization_ids, execution_ids);
exception
  when query_canceled or out_of_memory then
    perform sluice_private.set_apart(organization_ids, execution_ids);
end;
$$;

comment on function sluice_private.advance_in_time(uuid[], uuid[]) is
  'advance_guarded; a batch that runs into statement_timeout, or out of memory, is set apart.';
