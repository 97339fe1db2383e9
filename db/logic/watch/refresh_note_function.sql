create or replace function sluice_private.refresh_note_function(relation regclass)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_watch sluice_private.table_watches;
begin
  perform sluice_private.lock_watches(relation);
  select w.*
  into v_watch
  from sluice_private.table_watches as w
  where w.relation = refresh_note_function.relation
    and w.shape = sluice_private.shape_of(w.relation)
  order by w.organization_id, w.object
  limit 1;
  if not found then
    return;
  end if;
  perform sluice_private.write_note_function(relation, sluice_private.note_function(v_watch));
end;
$$;

comment on function sluice_private.refresh_note_function(regclass) is
  'Writes the trigger function of a watched table, with what it does resolved to its columns.';
