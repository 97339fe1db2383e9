create or replace function sluice_private.problem_of_item(
  definition jsonb,
  node_id text,
  place text
)
returns sluice.definition_problem
language sql
immutable
return sluice_private.problem(
  'no_item', node_id,
  sluice_private.place_in(
    definition, node_id, place, '(^|[^[:alnum:]_.]|\$\.)(item|index)\M'
  ),
  'reads item or index outside of a container', 'These exist inside a foreach or a loop.'
);

comment on function sluice_private.problem_of_item(jsonb, text, text) is
  'A node reads the item of a container, and is in none.';
