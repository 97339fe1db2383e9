create or replace function sluice_private.problems_of_absent(
  definition jsonb,
  node_id text,
  place text,
  triggers text[],
  fields text[],
  paths jsonpath[]
)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    'absent_read', problems_of_absent.node_id,
    sluice_private.place_in(
      problems_of_absent.definition, problems_of_absent.node_id, problems_of_absent.place,
      sluice_private.read_pattern(variadic absent.parts)
    ),
    format('reads %s, which is never there', left(sluice_private.plain_path(absent.read), 200)),
    case
      when absent.read ~ '^\$\."trigger"' or absent.parts[2] = any (problems_of_absent.triggers)
        then 'What an execution is started with is trigger.payload, as in '
          'trigger.payload.<field>; what else a kind of trigger gives, such as the headers of a '
          'webhook, is in docs/triggers.'
      when absent.read ~ '^\$\."steps"'
        then 'What a step gave is steps.<id>.output, as in steps.<id>.output.<field>, its error '
          'steps.<id>.output.error.'
      else 'There are execution.id and .created_at, workflow.id and .version_id, organization.id.'
    end
  )
  from (
    select distinct found.read
    from unnest(problems_of_absent.paths) as one (path)
    cross join lateral sluice_private.absent_reads(
      one.path, problems_of_absent.triggers, problems_of_absent.fields
    ) as found (read)
  ) as given
  cross join lateral (
    select given.read, array(
      select part.match[1]::jsonb #>> '{}'
      from regexp_matches(given.read, '("(?:[^"\\]|\\.)*")', 'g') as part (match)
    ) as parts
  ) as absent;
end;

comment on function sluice_private.problems_of_absent(
  jsonb, text, text, text[], text[], jsonpath[]
) is
  'Reads of what is never there: a field that a trigger, a step or an execution does not have.';
