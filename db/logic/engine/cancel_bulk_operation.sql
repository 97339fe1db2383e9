create or replace function sluice.cancel_bulk_operation(operation_id uuid)
returns sluice.bulk_operations
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_operation sluice.bulk_operations;
begin
  select operation.*
  into v_operation
  from sluice.bulk_operations as operation
  where operation.id = cancel_bulk_operation.operation_id
    and sluice_hidden.can_see(operation.organization_id);
  if not found then
    raise exception using
      errcode = 'SLNTF',
      message = format('bulk operation %s does not exist', coalesce(operation_id::text, 'null')),
      hint = 'List sluice.bulk_operations to see those of your organizations.';
  end if;
  perform sluice_hidden.assert_can(v_operation.organization_id, 'run');

  update sluice.bulk_operations as operation
  set status = 'cancelled', finished_at = sluice_hidden.now()
  where operation.organization_id = v_operation.organization_id
    and operation.id = v_operation.id
    and operation.status = 'running'
    and not operation.arguments ? 'scope'
  returning operation.* into v_operation;
  if not found then
    raise exception using
      errcode = 'SLSTA',
      message = format('bulk operation %s cannot be cancelled', operation_id),
      detail = 'It has ended, or it carries out the pause or resume of a workflow or organization.',
      hint = 'Only one that is running can be; a pause is taken back by set_workflow_status or '
        'resume_organization.';
  end if;
  return v_operation;
end;
$$;

comment on function sluice.cancel_bulk_operation(uuid) is
  'Stops a bulk operation where it is: those it has told already keep what they were told.';
grant execute on function sluice.cancel_bulk_operation(uuid) to sluice_member, sluice_admin;
