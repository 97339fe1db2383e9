create or replace function sluice_private.write_statements(organization_id uuid, object text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_relation regclass;
begin
  update sluice_private.table_watches as w
  set
    shape = sluice_private.shape_of(w.relation),
    statements = (
      select jsonb_object_agg(operation.name, sluice_private.capture_statement(w, operation.name))
      from unnest(w.operations) as operation (name)
    )
  where w.organization_id = write_statements.organization_id
    and w.object = write_statements.object
    and exists (select from pg_class as c where c.oid = w.relation)
    and (
      w.shape is distinct from sluice_private.shape_of(w.relation)
      or not w.statements ?& w.operations
    )
  returning w.relation into v_relation;
  if found then
    perform sluice_private.refresh_note_function(v_relation);
  end if;
end;
$$;

comment on function sluice_private.write_statements(uuid, text) is
  'Keeps how the changes of a watched table are noted in step with its columns.';
