/* What it says is resolved: a session plans it once. Of several watches of a table one is written
   down, with its columns as they are; of the others, of more than 1,000 rows, of several
   organizations, and until columns that have changed are written down, too, the statement is
   planned each time. So no harm is done if another table comes to have this function. */
create or replace function sluice_private.note_function(watch sluice_private.table_watches)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return format(
    $body$
declare
  v_operation text := case tg_op
    when 'INSERT' then 'created' when 'UPDATE' then 'updated' else 'deleted' end;
  v_watch record;
  v_wanted text[];
  v_whose uuid;
  v_is_plain boolean;
  v_is_idle boolean;
  v_count bigint;
begin
  for v_watch in
    select watch.organization_id, watch.object, watch.shape, watch as whole
    from sluice_private.find_watches(tg_relid, v_operation) as watch
  loop
    begin
      if tg_op = 'DELETE' then
        v_count := (select count(*) from old_rows);
      else
        v_count := (select count(*) from new_rows);
      end if;
      continue when v_count = 0;
      v_wanted := sluice_private.wanted_fields(
        v_watch.organization_id, 'record.' || v_operation || ':' || v_watch.object
      );
      v_is_plain := v_count <= 1000 and v_watch.organization_id = %L and v_watch.object = %L
        and v_watch.shape = %L and v_watch.shape = sluice_private.shape_of(tg_relid);
      if v_is_plain then
        %s;
        v_is_idle := tg_op = 'UPDATE' and v_wanted is not null;
        if v_is_idle then
          %s
        end if;
        continue when v_is_idle;
      end if;
      if not v_is_plain then
        execute sluice_private.statement_of(v_watch.whole, v_operation)
        using v_wanted, (v_count + 999) / 1000;
      %s
      end if;
      perform sluice_private.tick_workers();
    exception
      when others then
        perform sluice_private.note_fault(
          v_watch.organization_id, v_watch.object, v_operation, sqlstate, sqlerrm
        );
    end;
  end loop;
  return null;
end;
$body$,
    watch.organization_id, watch.object, watch.shape, sluice_private.whose_rows(watch),
    sluice_private.difference_check(watch), sluice_private.note_statements(watch)
  );
end;
$$;

comment on function sluice_private.note_function(sluice_private.table_watches) is
  'The body of the trigger function of a watched table.';
