create or replace function sluice_private.item_names(definition jsonb)
returns table (node_id text, outer_names text[], inner_names text[])
language sql
immutable
begin atomic
  with recursive nodes as materialized (
    select node.node_id, node.parent_id,
      case
        when node.type = 'foreach' and sluice_private.is_item_name(node.data ->> 'as')
          then array[node.data ->> 'as']
        else '{}'
      end as own
    from sluice_private.definition_nodes(definition) as node
  ),
  nested (node_id, outer_names, inner_names, depth) as (
    select node.node_id, '{}'::text[], node.own, 0 from nodes as node where node.parent_id is null
    union all
    select node.node_id, nested.inner_names, nested.inner_names || node.own, nested.depth + 1
    from nested
    inner join nodes as node on node.parent_id = nested.node_id
    where nested.depth < 21
  )
  select nested.node_id, nested.outer_names, nested.inner_names from nested;
end;

comment on function sluice_private.item_names(jsonb) is
  'By which names each node may read the items of the foreach around it; and what is in it.';
