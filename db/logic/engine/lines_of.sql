/* Inlined where it is called. Goes along all rows at once: what a row has made is kept at hand
   instead of being read back. One is cut where it has become long, as all of it is held in memory;
   where a step fails or opens several ports, as the rounds know what follows; and before it begins
   where the execution is retried, as a step of it may have been kept. */
create or replace function sluice_private.lines_of(fired sluice_private.fired_step[], at_most int)
returns table (
  no bigint, length int, first sluice_private.fired_step, organization_id uuid, execution_id uuid,
  version_id uuid, frame_id bigint, token bigint, step_no int, node_id text, type text, action text,
  follower int, edges jsonb, is_referenced boolean, status text, ports text[], input jsonb,
  output jsonb, verdicts jsonb
)
language sql
stable
begin atomic
  with recursive line as (
    select
      row_number() over () as no, 0 as length, f.generation = 0 as goes_on, f.step_no as next_no,
      f.is_live, jsonb '{"steps": {}}' as context, '{steps}'::text[] as roots, '{}'::int[] as refs,
      0 as bytes, f as first, f.organization_id, f.execution_id, f.version_id, f.frame_id, f.token,
      null::int as step_no, null as node_id, null as type, null as action, null::int as follower,
      null::jsonb as edges, false as is_referenced, null as status, null::text[] as ports,
      null::jsonb as input, null::jsonb as output, null::jsonb as verdicts
    from unnest(fired) as f
    union all
    select
      line.no, line.length + 1,
      w.follower > 0 and line.length + 1 < at_most and cardinality(made.ports) <= 1
        and (pg_column_size(made.output) < 65536) is not false
        and line.bytes + pg_column_size(seen.context) < 262144,
      w.follower, made.ports && w.follower_ports,
      case when w.is_referenced and w.follower > 0 then jsonb_set(
        seen.context, array['steps', w.node_id],
        jsonb_build_object('output', made.output, 'status', made.status)
      ) else seen.context end,
      seen.roots, case when w.is_referenced then seen.refs || w.step_no else seen.refs end,
      line.bytes + pg_column_size(seen.context), null,
      line.organization_id, line.execution_id, line.version_id, line.frame_id, line.token,
      w.step_no, w.node_id, w.type, w.action, w.follower, w.follower_edges, w.is_referenced,
      made.*
    from line
    cross join lateral (
      select known.*
      from sluice.workflow_steps as known
      where known.organization_id = line.organization_id
        and known.version_id = line.version_id
        and known.step_no = line.next_no
        and (known.follower is not null or line.length > 0)
      offset 0
    ) as w
    cross join lateral sluice_private.widen_context(
      line.organization_id, line.execution_id, line.frame_id, line.context, line.roots, line.refs,
      w.roots, w.refs, line.is_live
    ) as seen
    cross join lateral sluice_private.fire_plain(
      w.organization_id, w.version_id, w.step_no, w.type, w.is_disabled, w.run_if, w.reads,
      w.config, w.input_template, w.input_keys, w.input_paths, line.is_live, seen.context
    ) as made
    where line.goes_on
  )
  select
    line.no, line.length, line.first, line.organization_id, line.execution_id, line.version_id,
    line.frame_id, line.token, line.step_no, line.node_id, line.type, line.action, line.follower,
    line.edges, line.is_referenced, line.status, line.ports, line.input, line.output, line.verdicts
  from line;
end;

comment on function sluice_private.lines_of(sluice_private.fired_step[], int) is
  'How steps that have a follower fire, and those that follow them, as far as nothing else decides '
  'and at most so many; length 0 is what fires first.';
