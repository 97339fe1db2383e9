/* Whoever holds the row is retrying it, or has the lock of its record enrols it: neither is waited
   for. After a cancel the statement has no timeout any more, so the caller begins no other. */
-- lint: allow when-others: an execution that cannot be retried never stops the operation
create or replace function sluice_private.retry_guarded(
  operation sluice.bulk_operations,
  execution_id uuid,
  out error jsonb,
  out is_spent boolean
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_arguments jsonb := operation.arguments;
  v_past sluice_private.executions;
begin
  is_spent := false;
  select past.*
  into v_past
  from sluice_private.executions as past
  where past.organization_id = operation.organization_id
    and past.id = retry_guarded.execution_id
  order by past.id
  for update skip locked;
  if not found then
    error := jsonb_build_object(
      'execution_id', execution_id, 'code', 'SLSTA', 'message', 'it is being retried'
    );
    return;
  end if;
  perform set_config('sluice.waits', 'off', true);
  perform sluice_private.rerun_execution(
    v_past, v_arguments ->> 'node_id', v_arguments ->> 'frame_path', v_arguments -> 'input',
    coalesce((v_arguments -> 'use_live_version')::boolean, false)
  );
  perform set_config('sluice.waits', '', true);
exception
  when others or query_canceled or out_of_memory then
    is_spent := sqlstate in ('57014', '53200');
    error := jsonb_build_object(
      'execution_id', execution_id, 'code', sqlstate, 'message', sqlerrm
    );
end;
$$;

comment on function sluice_private.retry_guarded(sluice.bulk_operations, uuid) is
  'Retries one execution of a bulk operation; or why it cannot be, and whether it took too long.';
