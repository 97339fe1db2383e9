create or replace function sluice_private.contained_edges(definition jsonb)
returns jsonb
language sql
immutable
begin atomic
  with edges as materialized (
    select e.edge_no, e.value, 'cycle:' || e.leaves as loop_id, e.leads_back, e.exit_id,
      case when e.enters is not null and e.leaves is distinct from e.enters
        then 'cycle:' || e.enters else e.value ->> 'target' end as target
    from sluice_private.edges_of_cycles(definition) as e
  )
  select jsonb_agg(made.edge order by made.kind, made.edge_no)
  from (
    select 1 as kind, e.edge_no, e.value || jsonb_build_object(
      'target', case when e.leads_back then e.loop_id || ':again'
        else coalesce(e.exit_id, e.target) end
    ) as edge
    from edges as e
    union all
    select 2, e.edge_no, jsonb_build_object(
      'id', e.exit_id, 'source', e.loop_id, 'target', e.target,
      'data', jsonb_build_object('when', format(
        'exists($.steps.%s ? (@.status == "completed"))', to_json(e.exit_id)
      ))
    )
    from edges as e
    where e.exit_id is not null
  ) as made;
end;

comment on function sluice_private.contained_edges(jsonb) is
  'The edges of a definition, those of cycles led to the nodes that note them, and those of loops '
  'that go on where an edge led out.';
