create or replace function sluice_private.open_bulk_operation(
  organization_id uuid,
  kind text,
  filter jsonb,
  arguments jsonb,
  rate double precision default null
)
returns sluice.bulk_operations
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_operation sluice.bulk_operations;
begin
  insert into sluice.bulk_operations (organization_id, kind, filter, arguments, rate, created_by)
  values (
    open_bulk_operation.organization_id, open_bulk_operation.kind, open_bulk_operation.filter,
    open_bulk_operation.arguments, open_bulk_operation.rate, sluice_hidden.current_user_id()
  )
  returning bulk_operations.* into v_operation;

  update sluice.bulk_operations as operation
  set total = (
    select count(*) from sluice_private.bulk_page(v_operation, null) as page where page.is_match
  )
  where operation.organization_id = v_operation.organization_id
    and operation.id = v_operation.id
  returning operation.* into v_operation;
  perform sluice_private.tick_workers();
  return v_operation;
end;
$$;

comment on function sluice_private.open_bulk_operation(
  uuid, text, jsonb, jsonb, double precision
) is
  'Starts a bulk operation and counts what it is for; workers'' pumps carry it out.';
