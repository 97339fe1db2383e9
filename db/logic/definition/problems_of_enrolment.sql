create or replace function sluice_private.problems_of_enrolment(
  organization_id uuid,
  definition jsonb
)
returns setof sluice.definition_problem
language sql
stable
begin atomic
  select sluice_private.problem(
    'bad_field', null, '$.settings.enrolment.' || fault.key, fault.message, fault.hint
  )
  from (
    select definition #> '{settings,enrolment}' as policy
    where jsonb_typeof(definition #> '{settings,enrolment}') = 'object'
  ) as given
  cross join lateral sluice_private.enrolment_faults(given.policy) as fault
  union all
  select sluice_private.problem(
    'unknown_workflow', null, '$.settings.enrolment.suppressed_by',
    format('names workflow %s, which does not exist', named.value #>> '{}'),
    'Name another workflow of this organization.'
  )
  from jsonb_array_elements(
    case jsonb_typeof(definition #> '{settings,enrolment,suppressed_by}')
      when 'array' then definition #> '{settings,enrolment,suppressed_by}' else '[]' end
  ) as named (value)
  where problems_of_enrolment.organization_id is not null
    and (sluice_private.named_workflow(
      problems_of_enrolment.organization_id, named.value #>> '{}'
    )).id is null
  union all
  select sluice_private.problem('bad_field', exit.node_id, 'data.exit', fault.message, fault.hint)
  from sluice_private.definition_nodes(definition) as exit
  cross join lateral (
    values
      ('ends enrolments, and the workflow has none',
        'Say in settings.enrolment which record an execution is for.',
        definition #> '{settings,enrolment}' is null),
      ('starts nothing, so that nothing may follow it', 'Remove its edges, or exit.',
        exists (
          select from sluice_private.definition_edges(definition) as edge
          where edge.source = exit.node_id
        )),
      ('has an address by which anybody may end enrolments',
        'Say in data.config.scheme how senders show who they are: none, if whoever knows it may.',
        exit.data ->> 'trigger' <> 'form_submitted'
        and sluice_private.opens_door(exit.data ->> 'trigger', exit.data -> 'config')
        and (exit.data #> '{config,scheme}') is null)
  ) as fault (message, hint, is_there)
  where exit.type = 'trigger' and exit.data ? 'exit' and fault.is_there;
end;

comment on function sluice_private.problems_of_enrolment(uuid, jsonb) is
  'What is wrong with settings.enrolment of a definition, and with its exits.';
