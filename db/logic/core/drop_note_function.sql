create or replace function sluice_hidden.drop_note_function(relation regclass)
returns void
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_function regprocedure := to_regprocedure(
    format('sluice_hidden.note_rows_%s()', relation::oid)
  );
begin
  -- lint: allow "text type variable is not sanitized": it is a regprocedure
  if v_function is not null
    and not exists (select from pg_trigger as t where t.tgfoid = v_function)
    and not exists (
      select
      from sluice_private.table_watches as w
      where w.relation = drop_note_function.relation
    )
  then
    execute format('drop function %s', v_function);
  end if;
end;
$$;

comment on function sluice_hidden.drop_note_function(regclass) is
  'Drops the trigger function of a table that is no longer watched, unless triggers still use it.';
grant execute on function sluice_hidden.drop_note_function(regclass)
to sluice_member, sluice_admin;
