/* Branches are parallel where several edges of a step may be live at once, or several steps begin
   an iteration. An end that all of them lead to comes after them, if no join decides early. */
create or replace function sluice_private.early_ends(definition jsonb)
returns table (node_id text, scope text)
language sql
immutable
begin atomic
  with nodes as materialized (
    select node.node_id, node.type, node.data, coalesce(node.parent_id, '') as parent
    from sluice_private.definition_nodes(definition) as node
  ),
  ends as materialized (
    select nodes.node_id, nodes.parent, nodes.data ->> 'scope' as scope
    from nodes
    where nodes.type = 'end' and nodes.data ->> 'scope' in ('frame', 'execution')
  ),
  edges as materialized (
    select edge.* from sluice_private.edge_outcomes(definition) as edge
    where exists (select from ends)
  ),
  forked as materialized (
    select nodes.parent
    from (
      select edges.source
      from edges
      group by edges.source, case when edges.type = 'wait' and edges.outcome <> 'timeout'
        then 'main' else edges.outcome end
      having count(*) > 1
    ) as fork
    inner join nodes on nodes.node_id = fork.source
    union
    select nodes.parent
    from nodes
    left join edges on edges.target = nodes.node_id
    where nodes.parent <> '' and edges.target is null
    group by nodes.parent
    having count(*) > 1
  ),
  joined as (
    select nodes.parent
    from nodes
    left join (select distinct edges.source from edges) as leaving
      on leaving.source = nodes.node_id
    where nodes.type <> 'trigger'
    group by nodes.parent
    having count(*) filter (where leaving.source is null) = 1
      and bool_and(coalesce(nodes.data #>> '{join,kind}', 'any') = 'any')
  )
  select ends.node_id, ends.scope
  from ends
  where (ends.parent in (select forked.parent from forked)
      and ends.parent not in (select joined.parent from joined))
    or (ends.scope = 'execution' and ends.parent <> '' and (
      exists (select from forked where forked.parent <> ends.parent)
      or exists (
        select from nodes
        where nodes.type = 'foreach' and coalesce(nodes.data -> 'concurrency', '1') <> '1'
      )
    ));
end;

comment on function sluice_private.early_ends(jsonb) is
  'The ends of a frame or of the execution beside which other branches may be under way.';
