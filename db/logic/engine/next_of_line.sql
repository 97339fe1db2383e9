/* Inlined where it is called. A row is cut where it has become long, as all of it is held in
   memory; where a step opens several ports, as the rounds know what follows; and before one that
   fails, or that is of no row. */
create or replace function sluice_private.next_of_line(
  organization_id uuid,
  execution_id uuid,
  version_id uuid,
  frame_id bigint,
  step_no int,
  is_live boolean,
  context jsonb,
  roots text[],
  refs int[],
  bytes int,
  length int,
  at_most int
)
returns table (
  goes_on boolean, next_no int, is_live boolean, context jsonb, roots text[], refs int[],
  bytes int, is_over boolean, step_no int, node_id text, type text, action text,
  is_referenced boolean, status text, ports text[], input jsonb, output jsonb, verdicts jsonb
)
language sql
stable
begin atomic
  select
    (made.status is not null and w.follower > 0 and length < at_most
      and cardinality(made.ports) <= 1 and (pg_column_size(made.output) < 65536) is not false
      and bytes + pg_column_size(seen.context) < 262144) is true,
    case when made.status is null then next_of_line.step_no else w.follower end,
    case when made.status is null then is_live else made.ports && w.follower_ports end,
    case when w.is_referenced and w.follower > 0 then jsonb_set(
      seen.context, array['steps', w.node_id],
      jsonb_build_object('output', made.output, 'status', made.status)
    ) else seen.context end,
    seen.roots, case when w.is_referenced then seen.refs || w.step_no else seen.refs end,
    bytes + pg_column_size(seen.context),
    w.follower = 0 and made.status is not distinct from 'completed',
    w.step_no, w.node_id, w.type, w.action, w.is_referenced, made.status, made.ports, made.input,
    made.output, made.verdicts
  from (
    select
      known.organization_id, known.version_id, known.step_no, known.node_id, known.type,
      known.action, known.is_disabled, known.is_referenced, known.run_if, known.reads,
      known.config, known.input_template, known.input_keys, known.input_paths, known.roots,
      known.refs, coalesce(known.follower, -1) as follower, known.follower_ports,
      known.follower_edges, known.answers, known.follower is not null or length > 1 as is_of_row
    from sluice.workflow_steps as known
    where known.organization_id = next_of_line.organization_id
      and known.version_id = next_of_line.version_id
      and known.step_no = next_of_line.step_no
    offset 0
  ) as w
  cross join lateral sluice_private.widen_context(
    w.organization_id, execution_id, frame_id, context, next_of_line.roots, next_of_line.refs,
    w.roots, w.refs, is_live and w.is_of_row
  ) as seen
  cross join lateral sluice_private.fire_plain(
    w.organization_id, w.version_id, w.step_no, w.is_of_row, w.type, w.is_disabled, w.run_if,
    w.reads, w.config, w.input_template, w.input_keys, w.input_paths, w.answers, w.follower_edges,
    is_live, seen.context
  ) as made;
end;

comment on function sluice_private.next_of_line(
  uuid, uuid, uuid, bigint, int, boolean, jsonb, text[], int[], int, int, int
) is
  'What the next step of a row comes to.';
