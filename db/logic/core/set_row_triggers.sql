/* With the rights of its caller: only who owns the table, or may put triggers on it, can. What only
   its owner may do is left when another asks: a comment, and to drop a trigger, which then finds no
   watch and does nothing. */
create or replace function sluice_hidden.set_row_triggers(relation regclass, operations text[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_is_owner boolean := (
    select pg_has_role(c.relowner, 'usage') from pg_class as c where c.oid = relation
  );
  v_kind record;
begin
  -- lint: allow "text type variable is not sanitized": they are the constants below
  for v_kind in
    select kind.operation, kind.event, kind.tables
    from (
      values
        ('created', 'insert', 'new table as new_rows'),
        ('updated', 'update', 'old table as old_rows new table as new_rows'),
        ('deleted', 'delete', 'old table as old_rows')
    ) as kind (operation, event, tables)
  loop
    if v_kind.operation = any (operations) then
      execute format(
        'create or replace trigger _900_note_%s after %s on %s referencing %s
        for each statement execute function sluice_hidden.note_rows_%s()',
        v_kind.operation, v_kind.event, relation, v_kind.tables, relation::oid
      );
      continue when not v_is_owner;
      execute format(
        'comment on trigger _900_note_%s on %s is %L',
        v_kind.operation, relation,
        'Makes events of changes: see sluice.watched_tables; ended by sluice.unwatch_table.'
      );
    elsif v_is_owner and exists (
      select
      from pg_trigger as t
      where t.tgrelid = relation and t.tgname = '_900_note_' || v_kind.operation
    ) then
      execute format('drop trigger _900_note_%s on %s', v_kind.operation, relation);
    end if;
  end loop;
exception
  when insufficient_privilege then
    raise exception using
      errcode = 'SLFRB',
      message = format('not allowed to put triggers on %s', relation),
      hint = 'Act as its owner, or let the owner grant you trigger on the table.';
end;
$$;

comment on function sluice_hidden.set_row_triggers(regclass, text[]) is
  'Gives a table the triggers that note these operations, and takes those of the others away.';
grant execute on function sluice_hidden.set_row_triggers(regclass, text[])
to sluice_member, sluice_admin;
