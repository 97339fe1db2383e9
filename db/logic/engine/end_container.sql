create or replace function sluice_private.end_container(
  container sluice_private.containers,
  step sluice.workflow_steps,
  status text,
  error jsonb,
  last sluice_private.ended_iteration,
  out settled sluice_private.settled_step[],
  out closing sluice_private.closing_frame[],
  out changes sluice_private.frame_change[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_settled record;
  v_status text := status;
begin
  if not container.is_settled then
    select s.settled, s.closing
    into v_settled
    from sluice_private.settle_container(container, step, status, error, last) as s;
    settled := v_settled.settled;
    closing := v_settled.closing;
    v_status := settled[1].status;
  end if;
  if step.config ?| '{lock,cancel_on}' then
    perform sluice_private.release_locks(
      container.organization_id, container.execution_id, array[container.frame_id],
      array[container.step_no]
    );
  end if;
  if v_status = 'completed' and step.config ->> 'compensate' = 'outermost' then
    delete from sluice_private.compensations as kept
    where kept.organization_id = container.organization_id
      and kept.execution_id = container.execution_id
      and last.frame_id = any (kept.lineage);
  end if;
  if sluice_private.leave_container(
    container,
    container.is_settled or v_status = 'completed' and step.config ->> 'rest' = 'keep'
  ) then
    changes := array[(
      container.organization_id, container.execution_id, container.frame_id, -1
    )::sluice_private.frame_change];
  end if;
end;
$$;

comment on function sluice_private.end_container(
  sluice_private.containers, sluice.workflow_steps, text, jsonb, sluice_private.ended_iteration
) is
  'Ends a container, and what it held: its lock, what it awaited, what it would have undone.';
