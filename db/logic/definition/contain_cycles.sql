/* A cycle that one node is the entry of becomes a loop around its nodes. An edge that leads back
   leads to the node <loop>:again in it; one that leads out, to <loop>:exit:<n>, and where that has
   run an edge of the loop goes on. Nodes and edges keep their places: these are their numbers. */
create or replace function sluice_private.contain_cycles(definition jsonb)
returns jsonb
language sql
immutable
return definition || jsonb_build_object(
  'nodes', sluice_private.contained_nodes(definition),
  'edges', sluice_private.contained_edges(definition)
);

comment on function sluice_private.contain_cycles(jsonb) is
  'A definition with a loop in place of each cycle of edges; cycles inside these stay.';
