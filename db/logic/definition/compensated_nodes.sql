create or replace function sluice_private.compensated_nodes(definition jsonb)
returns table (node_id text, is_inside boolean)
language sql
immutable
begin atomic
  with recursive inside (node_id, depth) as (
    select child.node_id, 1
    from sluice_private.definition_nodes(definition) as child
    inner join sluice_private.definition_nodes(definition) as container
      on container.node_id = child.parent_id
    where container.type = 'group' and container.data -> 'compensate' = 'true'
    union
    select child.node_id, inside.depth + 1
    from inside
    inner join sluice_private.definition_nodes(definition) as child
      on child.parent_id = inside.node_id
    where inside.depth < 21
  )
  select node.node_id,
    coalesce(definition #> '{settings,compensate}' = 'true', false)
      or exists (select from inside where inside.node_id = node.node_id)
  from sluice_private.definition_nodes(definition) as node;
end;

comment on function sluice_private.compensated_nodes(jsonb) is
  'Whether the nodes of a definition are undone when a group around them, or the execution, fails.';
