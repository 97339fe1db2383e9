create or replace function sluice_private.problems_of_reads(
  organization_id uuid,
  definition jsonb,
  node_id text,
  place text,
  paths jsonpath[],
  conditions jsonpath[]
)
returns setof sluice.definition_problem
language sql
stable
begin atomic
  select sluice_private.problem(
    'unbound_variable', problems_of_reads.node_id,
    sluice_private.place_in(
      problems_of_reads.definition, problems_of_reads.node_id, problems_of_reads.place,
      sluice_private.read_pattern('vars', read.name)
    ),
    format('reads vars.%s, which does not exist', read.name),
    format('Create it before publishing: select sluice.set_variable(%L, …).', read.name),
    'warning'
  )
  from (
    select distinct variable.name
    from unnest(problems_of_reads.paths || problems_of_reads.conditions) as one (path)
    cross join lateral sluice_private.variables_in(one.path) as variable (name)
  ) as read
  where read.name is not null
    and problems_of_reads.organization_id is not null
    and not exists (
      select from sluice.workflow_variables as known
      where known.organization_id = problems_of_reads.organization_id and known.name = read.name
    )
  union all
  select sluice_private.problem(
    'changing_guard', problems_of_reads.node_id, rtrim(problems_of_reads.place, '.'),
    'has a condition that reads now',
    'Its answer depends on when it is asked.', 'note'
  )
  where exists (
    select from unnest(problems_of_reads.conditions) as one (path)
    where strpos(sluice_private.unquoted(one.path), '$."now"') > 0
  );
end;

comment on function sluice_private.problems_of_reads(
  uuid, jsonb, text, text, jsonpath[], jsonpath[]
) is
  'Reads of variables that do not exist, and conditions that read the clock.';
