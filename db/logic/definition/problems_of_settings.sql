create or replace function sluice_private.problems_of_settings(settings jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    case when entry.key in (
      'timeout', 'priority', 'error_workflow', 'compensate', 'limits', 'retention', 'enrolment'
    ) then 'bad_field' else 'unknown_key' end,
    null, '$.settings.' || entry.key,
    case when entry.key in (
      'timeout', 'priority', 'error_workflow', 'compensate', 'limits', 'retention', 'enrolment'
    ) then 'has a value out of range' else 'is not a setting' end,
    'Known are timeout (a duration up to 10 years), priority (1 to 10), error_workflow (the name '
    'or the id of a workflow), compensate (true or false), limits (a list of up to 10), '
    'retention (1 hour to 10 years) and enrolment (an object).'
  )
  from jsonb_each(
    case jsonb_typeof(settings) when 'object' then settings else '{}' end
  ) as entry (key, value)
  where not coalesce(case entry.key
    when 'timeout' then sluice_hidden.try_interval(entry.value #>> '{}')
      between '1 second' and '10 years'
    when 'priority' then entry.value::text ~ '^([1-9]|10)$'
    when 'error_workflow' then jsonb_typeof(entry.value) = 'string'
      and entry.value #>> '{}' !~ '^$|\{\{'
    when 'limits' then case when jsonb_typeof(entry.value) = 'array'
      then jsonb_array_length(entry.value) <= 10 end
    when 'retention' then sluice_hidden.try_interval(entry.value #>> '{}')
      between '1 hour' and '10 years'
    when 'enrolment' then jsonb_typeof(entry.value) = 'object'
    when 'compensate' then jsonb_typeof(entry.value) = 'boolean'
    else false
  end, false);
end;

comment on function sluice_private.problems_of_settings(jsonb) is
  'What is wrong with the settings of a definition.';
