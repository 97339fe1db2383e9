create or replace function sluice.get_next_queued_workflow(
  worker_id text,
  organization_id uuid default null,
  actions text[] default null,
  lock_duration_minutes int default 30
)
returns setof sluice.locked_item
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_organization_id uuid := coalesce(organization_id, sluice_hidden.current_organization_id());
  v_lease sluice_private.step_leases;
begin
  if v_organization_id is not null or not sluice_hidden.is_operator() then
    perform sluice_private.assert_organization(v_organization_id, 'run');
  end if;
  perform sluice_private.assert_lock(worker_id, lock_duration_minutes);
  v_lease := sluice_private.lock_step(
    sluice_private.find_lockable(v_organization_id, actions), worker_id, lock_duration_minutes
  );
  return query
  select
    sluice_hidden.queue_item_id(
      v_lease.execution_id, v_lease.frame_id, v_lease.step_no, v_lease.generation
    ),
    live.workflow_id, live.organization_id, live.input,
    jsonb_build_object(
      'execution_id', live.id, 'node_id', lease.node_id, 'action', lease.action,
      'attempt', lease.attempt, 'idempotency_key', lease.idempotency_key
    ),
    case when strpos(lease.input, 'approval-token:') > 0
      then sluice_private.reveal_links(live.organization_id, lease.input)
      else lease.input
    end::jsonb,
    v_lease.priority, v_lease.expires_at
  from sluice_private.describe_lease(v_lease) as lease
  inner join sluice_private.live_executions as live
    on live.organization_id = v_lease.organization_id and live.id = v_lease.execution_id;
end;
$$;

comment on function sluice.get_next_queued_workflow(text, uuid, text[], int) is
  'Gives a worker that speaks SQL the next step of an organization, locked for so many minutes: '
  'its input, and what to call it when it is done. No row: there is none. Commit before the work '
  'begins.';
grant execute on function sluice.get_next_queued_workflow(text, uuid, text[], int)
to sluice_member, sluice_admin;
