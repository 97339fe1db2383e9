create or replace function sluice_private.tell_steps(
  operation sluice.bulk_operations,
  execution_ids uuid[]
)
returns uuid[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_arguments jsonb := operation.arguments;
  v_port text := v_arguments ->> 'port';
  v_told uuid[];
begin
  with settled as (
    insert into sluice_private.arrivals (
      organization_id, execution_id, kind, frame_id, step_no, generation, outcome, body
    )
    select
      operation.organization_id, asked.id, 'settle', step.frame_id, step.step_no, step.generation,
      case operation.kind when 'complete_step' then 'completed'
        when 'skip_step' then 'skipped' else 'cancelled' end,
      jsonb_build_object(
        'ports', case when operation.kind <> 'complete_step' then '{}'
          when v_port is null then sluice_private.success_ports(known.type, known.config)
          else array[v_port] end,
        'output', case operation.kind when 'complete_step'
          then coalesce(v_arguments -> 'output', 'null') end,
        'by_hand', jsonb_build_object(
          'by', operation.created_by, 'reason', v_arguments -> 'reason', 'operation', operation.id
        )
      )::text
    from unnest(execution_ids) as asked (id)
    cross join lateral (
      select s.*
      from sluice.workflow_execution_steps as s
      where s.organization_id = operation.organization_id
        and s.execution_id = asked.id
        and s.node_id = v_arguments ->> 'node_id'
        and s.frame_path is not distinct from v_arguments ->> 'frame_path'
      order by s.generation desc
      limit 1
    ) as step
    inner join sluice_private.live_executions as live
      on live.organization_id = operation.organization_id and live.id = asked.id
    inner join sluice.workflow_steps as known
      on known.organization_id = operation.organization_id
      and known.version_id = live.version_id
      and known.step_no = step.step_no
    where step.finished_at is null
      and (v_port is null or exists (
        select from sluice.workflow_edges as edge
        where edge.organization_id = operation.organization_id
          and edge.version_id = live.version_id
          and edge.source = step.step_no
          and edge.port = v_port
      ))
    returning arrivals.execution_id
  )
  select array_agg(settled.execution_id) into v_told from settled;
  return coalesce(v_told, '{}');
end;
$$;

comment on function sluice_private.tell_steps(sluice.bulk_operations, uuid[]) is
  'Leaves executions how one of their steps shall end; says which of them have it under way, and '
  'an edge that leaves the port.';
