create or replace function sluice_private.sole_edges(organization_id uuid, version_id uuid)
returns table (source int, target int, edge_id text)
language sql
stable
begin atomic
  select edge.source, min(edge.target), min(edge.edge_id)
  from sluice.workflow_edges as edge
  where edge.organization_id = sole_edges.organization_id
    and edge.version_id = sole_edges.version_id
  group by edge.source
  having count(*) = 1 and bool_and(edge.port = 'main' and edge.guard is null);
end;

comment on function sluice_private.sole_edges(uuid, uuid) is
  'The edges of a version that leave their step alone, and whenever it completes.';
