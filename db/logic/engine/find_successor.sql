/* Inlined where it is called. What is large takes the rounds. */
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
  cross join lateral sluice_private.fill_slots(
    line.next_template, line.next_keys, line.next_sources, line.next_parts,
    find_successor.organization_id, find_successor.execution_id, find_successor.step_no,
    find_successor.output, find_successor.input, find_successor.variables
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
