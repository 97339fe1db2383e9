create or replace function sluice_private.park_execution(
  organization_id uuid,
  execution_id uuid,
  code text,
  message text
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update sluice_private.live_executions as live
  set
    status = 'paused',
    paused_at = sluice_hidden.now(),
    error = jsonb_build_object(
      'class', 'engine', 'code', park_execution.code, 'message', park_execution.message,
      'hint', 'The engine could not go on here. Mend the cause, then resume or cancel it.'
    )
  where live.organization_id = park_execution.organization_id
    and live.id = park_execution.execution_id;

  update sluice_private.arrivals as arrival
  set is_parked = true
  where arrival.organization_id = park_execution.organization_id
    and arrival.execution_id = park_execution.execution_id
    and arrival.kind not in ('cancel', 'pause', 'resume');

  update sluice_private.timers as timer
  set is_parked = true
  where timer.organization_id = park_execution.organization_id
    and timer.execution_id = park_execution.execution_id
    and timer.due_at <= sluice_hidden.now()
    and timer.kind <> 'deadline';
end;
$$;

comment on function sluice_private.park_execution(uuid, uuid, text, text) is
  'Pauses an execution that the engine cannot move, with the reason; nothing of it is lost.';
