/* All triggers count as one source: only one of them starts an execution. */
create or replace function sluice_private.problems_of_dead_joins(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  with joins as materialized (
    select node.node_id, node.data -> 'join' as data
    from sluice_private.definition_nodes(definition) as node
    where node.data #>> '{join,kind}' in ('every', 'quorum')
  ),
  outcomes as (
    select edge.target, edge.type,
      case edge.type when 'trigger' then '' else edge.source end as source,
      case edge.type when 'trigger' then edge.source else edge.outcome end as outcome,
      count(*) as n
    from sluice_private.edge_outcomes(definition) as edge
    where exists (select from joins)
      and edge.target in (select joins.node_id from joins)
    group by 1, 2, 3, 4
  ),
  sources as (
    select outcomes.target, sum(outcomes.n) as n,
      case outcomes.type
        when 'wait' then greatest(
          coalesce(sum(outcomes.n) filter (where outcomes.outcome in ('main', '')), 0)
          + coalesce(max(outcomes.n) filter (
            where outcomes.outcome !~ '^(main|timeout|error(:.*)?)$'
          ), 0),
          max(outcomes.n)
        )
        else max(outcomes.n)
      end as possible
    from outcomes
    group by outcomes.target, outcomes.type, outcomes.source
  ),
  targets as (
    select sources.target, sum(sources.n) as n, sum(sources.possible) as possible
    from sources
    group by sources.target
  )
  select sluice_private.problem(
    'never_fires', joins.node_id, 'data.join',
    format('needs %s live edges, and at most %s of those that lead here can be live together',
      needed.n, targets.possible),
    'Ports of which only one opens, and triggers, exclude each other: use any.', 'warning'
  )
  from joins
  inner join targets on targets.target = joins.node_id
  cross join lateral (
    select case
      when joins.data ->> 'kind' = 'every' then targets.n
      when sluice_private.is_whole(joins.data -> 'n', 1, 50000) then (joins.data -> 'n')::numeric
    end as n
  ) as needed
  where targets.possible < needed.n;
end;

comment on function sluice_private.problems_of_dead_joins(jsonb) is
  'Joins that wait for edges of which only some can be live in the same execution.';
