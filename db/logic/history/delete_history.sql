/* The event that started an execution was made in the same transaction, a moment before it; those
   of its approvals have its id as their key. */
create or replace function sluice_private.delete_history(
  organization_ids uuid[],
  execution_ids uuid[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_from uuid := (select min(id::text)::uuid from unnest(execution_ids) as id);
  v_to uuid := (select max(id::text)::uuid from unnest(execution_ids) as id);
  v_before uuid := sluice_hidden.uuid_floor(
    sluice_hidden.uuid_instant(v_from) - interval '1 minute'
  );
begin
  delete from sluice_private.execution_steps as old
  using unnest(organization_ids, execution_ids) as gone (organization_id, id)
  where old.organization_id = gone.organization_id
    and old.execution_id = gone.id
    and old.execution_id between v_from and v_to;
  delete from sluice_private.step_attempts as old
  using unnest(organization_ids, execution_ids) as gone (organization_id, id)
  where old.organization_id = gone.organization_id
    and old.execution_id = gone.id
    and old.execution_id between v_from and v_to;
  delete from sluice.workflow_execution_logs as old
  using unnest(organization_ids, execution_ids) as gone (organization_id, id)
  where old.organization_id = gone.organization_id
    and old.execution_id = gone.id
    and old.execution_id between v_from and v_to;
  delete from sluice.workflow_trigger_firings as old
  using unnest(organization_ids, execution_ids) as gone (organization_id, id)
  where old.organization_id = gone.organization_id
    and old.id = gone.id
    and old.id between v_from and v_to;
  delete from sluice.workflow_events as old
  using unnest(organization_ids, execution_ids) as gone (organization_id, id)
  where old.organization_id = gone.organization_id
    and old.id between v_before and v_to
    and old.id between sluice_hidden.uuid_floor(
      sluice_hidden.uuid_instant(gone.id) - interval '1 minute'
    ) and gone.id
    and old.execution_id = gone.id;
  delete from sluice.workflow_events as old
  using unnest(organization_ids, execution_ids) as gone (organization_id, id)
  where old.organization_id = gone.organization_id
    and old.name in ('approval.requested', 'approval.reminder', 'approval.closed')
    and old.key = gone.id::text
    and old.webhook_id is null
    and old.id > v_from;
  delete from sluice.workflow_approvals as old
  using unnest(organization_ids, execution_ids) as gone (organization_id, id)
  where old.organization_id = gone.organization_id
    and old.execution_id = gone.id;
  delete from sluice_private.executions as old
  using unnest(organization_ids, execution_ids) as gone (organization_id, id)
  where old.organization_id = gone.organization_id
    and old.id = gone.id
    and old.id between v_from and v_to;
end;
$$;

comment on function sluice_private.delete_history(uuid[], uuid[]) is
  'Deletes everything that is known of finished executions.';
