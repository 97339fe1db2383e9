create or replace function sluice_private.problems_of_back_edges(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    'unlimited_cycle', edge.enters, format('$.edges[%s]', edge.edge_no - 1),
    format('leads back to %s without a limit', edge.enters),
    'Give it data.max_iterations; without, the cycle fails after 1000 rounds.', 'warning'
  )
  from sluice_private.edges_of_cycles(definition) as edge
  where edge.leads_back
    and not exists (
      select from sluice_private.edges_of_cycles(definition) as other
      where other.leads_back
        and other.enters = edge.enters
        and other.value -> 'data' ? 'max_iterations'
    );
end;

comment on function sluice_private.problems_of_back_edges(jsonb) is
  'Edges that lead back, where none of their cycle says how often.';
