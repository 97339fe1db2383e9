/* Inlined where it is called. Each slot reads where its path begins: in the trigger's input, the
   variables, the output of the step that has just completed, or one that is kept. What is large
   takes the rounds. */
create or replace function sluice_private.find_successor(
  organization_id uuid,
  execution_id uuid,
  version_id uuid,
  step_no int,
  output jsonb,
  input jsonb,
  variables jsonb
)
returns setof sluice_private.successor
stable
begin atomic
  select
    step.node_id, step.type, step.action, step.is_kept, step.successor_verdicts, step.successor,
    next.node_id, next.action, rendered.input,
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
    select case when next.input_sources is null then next.input_template
      else next.input_template || (
        select jsonb_object_agg(slot.key, coalesce(jsonb_path_query_first_tz(
          case slot.source
            when find_successor.step_no then find_successor.output
            when 0 then find_successor.input
            when -1 then coalesce(find_successor.variables, '{}')
            else (
              select kept.output
              from sluice_private.live_outputs as kept
              where kept.organization_id = find_successor.organization_id
                and kept.execution_id = find_successor.execution_id
                and kept.frame_id = 0
                and kept.step_no = slot.source
            )
          end,
          slot.part, '{}', true
        ), 'null'))
        from unnest(next.input_keys, next.input_sources, next.input_parts)
          as slot (key, source, part)
      ) end as input
    offset 0
  ) as rendered
  where step.organization_id = find_successor.organization_id
    and step.version_id = find_successor.version_id
    and step.step_no = find_successor.step_no
    and step.successor is not null
    and (next.input_sources is null or pg_column_size(find_successor.input) < 65536
      and coalesce(pg_column_size(find_successor.output), 0) < 65536)
    and not sluice_hidden.is_oversized(rendered.input);
end;

comment on function sluice_private.find_successor(
  uuid, uuid, uuid, int, jsonb, jsonb, jsonb
) is
  'Of a step that has completed with this output: what follows it, if that is a successor.';
