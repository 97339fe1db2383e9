create or replace function sluice.unwatch_table(object text, organization_id uuid default null)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform sluice_hidden.set_row_triggers(deleted.relation, deleted.operations)
  from sluice_hidden.delete_watch(object, organization_id) as deleted;
end;
$$;

comment on function sluice.unwatch_table(text, uuid) is
  'Ends what watch_table began, also if the table is gone.';
grant execute on function sluice.unwatch_table(text, uuid) to sluice_member, sluice_admin;
