create or replace function sluice_private.resolve_edges(
  settled sluice_private.settled_step,
  out targets int[],
  out lives boolean[],
  out verdicts jsonb
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_edges jsonb;
begin
  if settled.ports is null then
    verdicts := settled.verdicts;
    return;
  end if;
  select
    array_agg(edge.target),
    array_agg(coalesce(answer.is_open and answer.holds, false)),
    jsonb_object_agg(
      edge.edge_id,
      case when edge.guard is null then to_jsonb(answer.is_open)
        else jsonb_build_object(
          'port', answer.is_open, 'when', edge.guard::text, 'answer', answer.holds,
          'values', sluice_private.values_of(seen.context, edge.guard_reads)
        )
      end
    )
  into targets, lives, v_edges
  from sluice.workflow_edges as edge
  cross join lateral (
    select case when edge.guard is not null and edge.port = any (settled.ports)
      then sluice_private.build_context(
        settled.organization_id, settled.execution_id, settled.frame_id, edge.guard_refs,
        '{trigger,vars,execution,workflow,organization,now}'
      )
    end as context
    offset 0
  ) as seen
  cross join lateral (
    select
      edge.port = any (settled.ports) as is_open,
      edge.guard is null
        or jsonb_path_match_tz(seen.context, edge.guard, '{}', true) as holds
    offset 0
  ) as answer
  where edge.organization_id = settled.organization_id
    and edge.version_id = settled.version_id
    and edge.source = settled.step_no;

  verdicts := coalesce(settled.verdicts || jsonb_build_object('edges', v_edges),
    case when v_edges is not null then jsonb_build_object('edges', v_edges) end);
end;
$$;

comment on function sluice_private.resolve_edges(sluice_private.settled_step) is
  'Live or dead, for each edge that leaves a step that has ended, and why.';
