/* Inlined where it is called. The context is what build_context makes, but for the output of the
   step that has just completed. A successor whose input takes more than that is not found. */
create or replace function sluice_private.find_successor(
  organization_id uuid,
  execution_id uuid,
  version_id uuid,
  step_no int,
  output jsonb
)
returns setof sluice_private.successor
stable
begin atomic
  select
    step.node_id, step.type, step.action, step.is_referenced, step.successor_verdicts,
    live.created_at, live.priority, step.successor, next.node_id, next.action, rendered.input,
    (extract(epoch from next.attempt_timeout) * 1000)::int
  from sluice.workflow_steps as step
  left join lateral (
    select following.*
    from sluice.workflow_steps as following
    where following.organization_id = step.organization_id
      and following.version_id = step.version_id
      and following.step_no = step.successor
    offset 0
  ) as next on true
  cross join lateral (
    select e.created_at, e.priority, e.input, e.variables
    from sluice_private.live_executions as e
    where e.organization_id = find_successor.organization_id
      and e.id = find_successor.execution_id
      and e.status = 'running'
    offset 0
  ) as live
  cross join lateral (
    select case when next.roots <> '{}' then jsonb_build_object(
      'trigger', case when 'trigger' = any (next.roots) then live.input end,
      'vars', case when 'vars' = any (next.roots) then coalesce(live.variables, '{}') end,
      'steps', case when next.refs <> array[find_successor.step_no] then coalesce((
        select jsonb_object_agg(
          kept.node_id, jsonb_build_object('output', kept.output, 'status', kept.status)
        )
        from sluice_private.live_outputs as kept
        where kept.organization_id = find_successor.organization_id
          and kept.execution_id = find_successor.execution_id
          and kept.frame_id = 0
          and kept.step_no = any (next.refs)
      ), '{}') else '{}' end || case when find_successor.step_no = any (next.refs)
        then jsonb_build_object(
          step.node_id, jsonb_build_object('output', find_successor.output, 'status', 'completed')
        ) else '{}' end
    ) end as context
    offset 0
  ) as seen
  cross join lateral (
    select case when next.input_slots = '[]' then next.input_template
      else next.input_template || (
        select jsonb_object_agg(
          slot.key, coalesce(jsonb_path_query_first_tz(seen.context, slot.path, '{}', true), 'null')
        )
        from unnest(next.input_keys, next.input_paths) as slot (key, path)
      ) end as input
    offset 0
  ) as rendered
  where step.organization_id = find_successor.organization_id
    and step.version_id = find_successor.version_id
    and step.step_no = find_successor.step_no
    and step.successor is not null
    and (seen.context is null or pg_column_size(seen.context) < 65536)
    and not sluice_hidden.is_oversized(rendered.input);
end;

comment on function sluice_private.find_successor(uuid, uuid, uuid, int, jsonb) is
  'Of a step that has completed with this output: what follows it, if that is a successor.';
