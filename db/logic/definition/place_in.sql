/* What an edge reads is its guard. */
create or replace function sluice_private.place_in(
  definition jsonb,
  node_id text,
  place text,
  pattern text
)
returns text
language sql
immutable
return case
  when place ~ '^\$\.edges' then place || 'when'
  when place <> 'data.' then rtrim(place, '.')
  else sluice_private.place_of(
    (
      select node.data
      from sluice_private.definition_nodes(definition) as node
      where node.node_id = place_in.node_id
      limit 1
    ),
    place, pattern
  )
end;

comment on function sluice_private.place_in(jsonb, text, text, text) is
  'Where in a node its first text that matches a pattern stands.';
