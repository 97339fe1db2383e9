/* Inlined where it is called. */
create or replace function sluice_private.resolve_edges(settled sluice_private.settled_step)
returns table (targets int[], lives boolean[], verdicts jsonb)
language sql
stable
begin atomic
  select
    leaving.targets,
    leaving.lives,
    case when leaving.verdicts is null then settled.verdicts
      else coalesce(settled.verdicts, '{}') || jsonb_build_object('edges', leaving.verdicts)
    end
  from (
    select
      array_agg(edge.target) as targets,
      array_agg(coalesce(answer.is_open and answer.holds, false)) as lives,
      jsonb_object_agg(
        edge.edge_id,
        case when edge.guard is null then to_jsonb(answer.is_open)
          else jsonb_build_object(
            'port', answer.is_open, 'when', edge.guard::text, 'answer', answer.holds,
            'values', sluice_private.values_of(answer.context, edge.guard_reads)
          )
        end
      ) as verdicts
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
        seen.context,
        edge.port = any (settled.ports) as is_open,
        edge.guard is null
          or jsonb_path_match_tz(seen.context, edge.guard, '{}', true) as holds
      offset 0
    ) as answer
    where settled.ports is not null
      and edge.organization_id = settled.organization_id
      and edge.version_id = settled.version_id
      and edge.source = settled.step_no
    offset 0
  ) as leaving;
end;

comment on function sluice_private.resolve_edges(sluice_private.settled_step) is
  'Live or dead, for each edge that leaves a step that has ended, and why.';
