/* Whoever holds the lock writes them down, or does so again: it is not waited for. Until then each
   change is noted by a statement of its own. */
create or replace function sluice_private.keep_statements(organization_id uuid, object text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_watch sluice_private.table_watches;
begin
  for v_watch in
    select w.*
    from sluice_private.table_watches as w
    where w.organization_id in (
        keep_statements.organization_id, '00000000-0000-0000-0000-000000000000'
      )
      and w.object = keep_statements.object
      and (
        w.shape is distinct from sluice_private.shape_of(w.relation)
        or not w.statements ?& w.operations
      )
    order by w.organization_id
  loop
    if pg_try_advisory_xact_lock(
      hashtextextended('sluice:watch ' || v_watch.relation::oid, 0)
    ) then
      perform sluice_private.write_statements(v_watch.organization_id, v_watch.object);
    end if;
  end loop;
end;
$$;

comment on function sluice_private.keep_statements(uuid, text) is
  'Writes down how the changes of watched tables are noted, where their columns have changed.';
