create or replace function sluice.complete_step(
  execution_id uuid,
  node_id text,
  output jsonb default null,
  frame_path text default null,
  port text default null,
  reason text default null
)
returns sluice.workflow_execution_steps
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_step sluice.workflow_execution_steps := sluice_private.find_step(
    execution_id, node_id, frame_path
  );
  v_known sluice.workflow_steps := sluice_private.step_of(
    v_step.organization_id,
    (
      select execution.version_id
      from sluice.workflow_executions as execution
      where execution.organization_id = v_step.organization_id
        and execution.id = v_step.execution_id
    ),
    v_step.step_no
  );
begin
  if port is not null and not exists (
    select from sluice.workflow_edges as edge
    where edge.organization_id = v_known.organization_id
      and edge.version_id = v_known.version_id
      and edge.source = v_known.step_no
      and edge.port = complete_step.port
  ) then
    raise exception using
      errcode = 'SLVAL',
      message = format('no edge leaves port %s of step %s', port, node_id),
      hint = 'Leave the port out for that of success.';
  end if;
  return sluice_private.tell_step(
    v_step, 'completed',
    case when port is null
      then sluice_private.success_ports(v_known.type, v_known.config)
      else array[port]
    end,
    coalesce(output, 'null'), reason
  );
end;
$$;

comment on function sluice.complete_step(uuid, text, jsonb, text, text, text) is
  'Ends a step that is under way as completed, with this output, on the port of success or '
  'another one. What a worker still reports of it is refused; what ended it before this was acted '
  'on stands.';
grant execute on function sluice.complete_step(uuid, text, jsonb, text, text, text)
to sluice_member, sluice_admin;
