create or replace function sluice.unwatch_table(object text, organization_id uuid default null)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_deleted record;
begin
  select deleted.* into v_deleted
  from sluice_hidden.delete_watch(object, organization_id) as deleted;
  if v_deleted.operations is not null then
    perform sluice_hidden.set_row_triggers(v_deleted.relation, v_deleted.operations);
  end if;
  perform sluice_hidden.drop_note_function(v_deleted.relation);
end;
$$;

comment on function sluice.unwatch_table(text, uuid) is
  'Ends what watch_table began, also if the table is gone.';
grant execute on function sluice.unwatch_table(text, uuid) to sluice_member, sluice_admin;
