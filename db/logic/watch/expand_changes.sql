-- lint: allow when-others: what cannot be read is noted, and never stops the pump
create or replace function sluice_private.expand_changes(at_most int)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_change sluice_private.row_changes;
  v_count int := 0;
begin
  while v_count < at_most and exists (select from sluice_private.row_changes) loop
    delete from sluice_private.row_changes as taken
    using (
      select c.organization_id, c.id
      from sluice_private.row_changes as c
      order by c.seq
      limit 1
      for update skip locked
    ) as first
    where taken.organization_id = first.organization_id and taken.id = first.id
    returning taken.* into v_change;
    exit when not found;
    begin
      v_count := v_count + 1 + sluice_private.make_events(v_change);
      perform sluice_private.keep_statements(v_change.organization_id, v_change.object);
    exception
      when lock_not_available or deadlock_detected or serialization_failure then
        raise;
      when others then
        perform sluice_private.note_fault(
          v_change.organization_id, v_change.object, v_change.operation, sqlstate, sqlerrm
        );
        v_count := v_count + 1;
    end;
  end loop;
  return v_count;
end;
$$;

comment on function sluice_private.expand_changes(int) is
  'Makes events of what has changed in watched tables, until there are about this many.';
