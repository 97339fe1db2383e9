/* An arrival, or for a lock that is given back a mark that the sweeper sees. */
create or replace function sluice_private.report_lock(
  held sluice_private.step_leases,
  status text,
  error_message text,
  result jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if status = 'queued' then
    perform sluice_private.hold_execution(held.organization_id, held.execution_id);
    update sluice_private.step_leases as lease
    set expires_at = '-infinity'
    where lease.organization_id = held.organization_id and lease.slot = held.slot;
  elsif status = 'cancelled' then
    perform sluice_private.tell_step(step, 'cancelled', '{}', null, left(error_message, 1000))
    from sluice.workflow_execution_steps as step
    where step.execution_id = held.execution_id
      and step.organization_id = held.organization_id
      and step.frame_id = held.frame_id
      and step.step_no = held.step_no
      and step.generation = held.generation;
  else
    insert into sluice_private.arrivals (
      organization_id, execution_id, kind, frame_id, step_no, generation, token, worker_id, epoch,
      outcome, body
    )
    values (
      held.organization_id, held.execution_id, 'report', held.frame_id, held.step_no,
      held.generation, held.token, held.worker_id, held.epoch, status,
      case status when 'failed'
        then jsonb_build_object(
          'class', 'external', 'message', coalesce(error_message, 'no reason was given')
        )
        else coalesce(result, 'null')
      end::text
    );
  end if;
end;
$$;

comment on function sluice_private.report_lock(sluice_private.step_leases, text, text, jsonb) is
  'Leaves the execution of a locked step what became of it.';
