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
    line.node_id, line.type, line.action, line.is_kept, line.verdicts, line.next_no,
    line.next_node_id, line.next_action, rendered.input, line.next_timeout_ms
  from sluice_private.step_successors as line
  cross join lateral (
    select case when line.next_sources is null then line.next_template
      else line.next_template || (
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
        from (
          select unnest(line.next_keys) as key, unnest(line.next_sources) as source,
            unnest(line.next_parts) as part
        ) as slot
      ) end as input
    offset 0
  ) as rendered
  where line.organization_id = find_successor.organization_id
    and line.version_id = find_successor.version_id
    and line.step_no = find_successor.step_no
    and (line.next_sources is null or pg_column_size(find_successor.input) < 65536
      and coalesce(pg_column_size(find_successor.output), 0) < 65536)
    and not sluice_hidden.is_oversized(rendered.input);
end;

comment on function sluice_private.find_successor(
  uuid, uuid, uuid, int, jsonb, jsonb, jsonb
) is
  'Of a step that has completed with this output: what follows it, if that is a successor.';
