create or replace function sluice_private.settle_container(
  container sluice_private.containers,
  step sluice.workflow_steps,
  status text,
  error jsonb,
  last sluice_private.ended_iteration,
  out settled sluice_private.settled_step[],
  out closing sluice_private.closing_frame[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_status text := status;
  v_error jsonb := error;
  v_output jsonb;
  v_ports text[];
begin
  if v_status = 'completed' then
    v_output := sluice_private.container_output(container, step, last);
    if sluice_hidden.is_oversized(v_output) then
      v_error := sluice_private.oversized('its output');
    else
      select o.output, o.error
      into v_output, v_error
      from sluice_private.shape_output(
        container.execution_id, container.frame_id, step, v_output
      ) as o;
    end if;
    v_status := case when v_error is null then 'completed' else 'failed' end;
  end if;
  if v_status = 'completed' then
    v_ports := '{main,done}';
  elsif v_status = 'cancelled' then
    v_output := last.output;
    v_ports := '{cancelled}';
  else
    v_output := jsonb_build_object('error', v_error);
    v_ports := sluice_private.route_failure(step, v_error);
  end if;
  settled := array[(
    container.organization_id, container.execution_id, container.version_id, container.frame_id,
    container.step_no, container.generation, v_status, v_ports, 1, null, v_output, v_error, null,
    container.started_at, container.started_at,
    greatest(sluice_hidden.now(), container.started_at), null, null
  )::sluice_private.settled_step];
  if v_ports is null then
    closing := array[(
      container.organization_id, container.execution_id, container.frame_id, 'failed', null,
      case when v_error ? 'node_id' then v_error
        else sluice_private.error_at(v_error, step.node_id) end
    )::sluice_private.closing_frame];
  end if;
end;
$$;

comment on function sluice_private.settle_container(
  sluice_private.containers, sluice.workflow_steps, text, jsonb, sluice_private.ended_iteration
) is
  'A container that has ended, as a step that has; and, if its failure is not handled, the end of '
  'the frame it is in (R6).';
