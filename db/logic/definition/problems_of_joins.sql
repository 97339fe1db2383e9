create or replace function sluice_private.problems_of_joins(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  with joins as materialized (
    select node.node_id, node.data -> 'join' as data, coalesce(incoming.n, 0) as in_degree
    from sluice_private.definition_nodes(definition) as node
    left join (
      select edge.target, count(*)::int as n
      from sluice_private.definition_edges(definition) as edge
      group by edge.target
    ) as incoming on incoming.target = node.node_id
    where node.type <> 'trigger' and jsonb_typeof(node.data -> 'join') = 'object'
  )
  select sluice_private.problem(
    'bad_field', joins.node_id, 'data.join.' || fault.place, fault.message, fault.hint
  )
  from joins
  cross join lateral (
    values
      ('kind', 'must be any, every or quorum',
        'any fires on one live edge, every needs them all, quorum n of them.',
        coalesce(joins.data ->> 'kind', '') not in ('any', 'every', 'quorum')),
      ('n', format('must be a whole number from 1 to %s, the edges that lead here',
        joins.in_degree), 'With more it could never fire.',
        joins.data ->> 'kind' = 'quorum'
        and sluice_private.is_whole(joins.data -> 'n', 1, joins.in_degree) is not true),
      ('rest', 'must be keep or cancel', 'What becomes of the branches it does not wait for.',
        joins.data ? 'rest'
        and coalesce(joins.data -> 'rest' not in ('"keep"', '"cancel"'), true))
  ) as fault (place, message, hint, is_there)
  where fault.is_there
  union all
  select sluice_private.problem(
    'unknown_key', joins.node_id, 'data.join.' || key,
    format('is not a field of a join of kind %s', joins.data ->> 'kind'),
    'Give kind, and of a quorum n and rest.'
  )
  from joins
  cross join lateral jsonb_object_keys(joins.data) as key
  where key <> 'kind' and (joins.data ->> 'kind' <> 'quorum' or key not in ('n', 'rest'));
end;

comment on function sluice_private.problems_of_joins(jsonb) is
  'Joins of an unknown kind, and quorums that cannot be reached.';
