/* A writer must not wait for another one to write the statement down: the pump does that. */
create or replace function sluice_private.statement_of(
  watch sluice_private.table_watches,
  operation text
)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if watch.shape = sluice_private.shape_of(watch.relation) then
    return watch.statements ->> operation;
  end if;
  return sluice_private.capture_statement(watch, operation);
end;
$$;

comment on function sluice_private.statement_of(sluice_private.table_watches, text) is
  'How the trigger on a watched table notes this operation, with the columns as they are now.';
