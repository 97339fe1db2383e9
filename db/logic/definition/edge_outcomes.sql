/* A cycle decides the edges out of it when it ends, so that of these any number may be live. */
create or replace function sluice_private.edge_outcomes(definition jsonb)
returns table (source text, target text, type text, outcome text)
language sql
immutable
begin atomic
  select edge.source, edge.target, source.type,
    case
      when cyclic.node_id is not null then ''
      when source.type = 'choice' and source.data ->> 'mode' = 'all' then ''
      when source.type = 'wait' and source.data -> 'disabled' = 'true'
        and edge.port !~ '^(timeout|error(:.*)?)$' then 'main'
      when source.type <> 'choice' and edge.port = 'done' then 'main'
      else edge.port
    end
  from sluice_private.definition_edges(definition) as edge
  inner join sluice_private.definition_nodes(definition) as source
    on source.node_id = edge.source
  left join (
    select distinct member.node_id from sluice_private.cycles_of(definition) as member
  ) as cyclic on cyclic.node_id = edge.source
  where edge.edge_no not in (
    select back.edge_no from sluice_private.edges_of_cycles(definition) as back
    where back.leads_back
  );
end;

comment on function sluice_private.edge_outcomes(jsonb) is
  'The edges that lead on, and with which outcome of their source each may be live: edges of one '
  'source with different outcomes exclude each other, but that main of a wait is open with all '
  'but timeout and errors.';
