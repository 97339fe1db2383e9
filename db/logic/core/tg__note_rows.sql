-- lint: allow when-others: whatever goes wrong here, the statement of the writer goes through
/* Definer: who writes to a watched table needs no right here, and nobody else can note changes.
   It only knows tables that are in table_watches, however the trigger came to be. */
create or replace function sluice_hidden.tg__note_rows()
returns trigger
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set datestyle = 'ISO, YMD'
set intervalstyle = 'iso_8601'
set timezone = 'UTC'
set bytea_output = 'hex'
as $$
declare
  v_operation text := case tg_op
    when 'INSERT' then 'created' when 'UPDATE' then 'updated' else 'deleted' end;
  v_rows text := case tg_op when 'DELETE' then 'old_rows' else 'new_rows' end;
  v_watch record;
  v_count bigint;
begin
  -- lint: allow "no trigger uses this function": watch_table puts it on tables of users
  for v_watch in
    select watch.organization_id, watch.object, watch as whole
    from sluice_private.find_watches(tg_relid, v_operation) as watch
  loop
    begin
      execute format('select count(*) from %s', v_rows) into v_count;
      if v_count > 0 then
        execute sluice_private.statement_of(v_watch.whole, v_operation)
        using
          sluice_private.wanted_fields(
            v_watch.organization_id, 'record.' || v_operation || ':' || v_watch.object
          ),
          (v_count + 999) / 1000;
        perform sluice_private.tick_workers();
      end if;
    exception
      when others then
        perform sluice_private.note_fault(
          v_watch.organization_id, v_watch.object, v_operation, sqlstate, sqlerrm
        );
    end;
  end loop;
  return null;
end;
$$;

comment on function sluice_hidden.tg__note_rows() is
  'Notes what a statement has changed in a watched table, if anybody wants to know.';
grant execute on function sluice_hidden.tg__note_rows() to sluice_member, sluice_admin;
