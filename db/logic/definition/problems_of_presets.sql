create or replace function sluice_private.problems_of_presets(definition jsonb)
returns setof sluice.definition_problem
language sql
immutable
begin atomic
  select sluice_private.problem(
    case when node.data ? fault.place then 'bad_field' else 'missing_field' end,
    node.node_id, 'data.' || fault.place, fault.message, fault.hint
  )
  from sluice_private.used_presets(definition) as node
  cross join lateral (
    values
      ('when', 'is missing', 'Give the condition that opens the port: "data": { "when": … }.',
        node.fold in ('true', 'main') and not node.data ?| '{when,cases}'),
      ('when', 'must be a condition, and no cases beside it',
        'A condition is a predicate in a text, or a rule group.',
        node.fold in ('true', 'main') and node.data ? 'when'
        and (node.data ? 'cases' or jsonb_typeof(node.data -> 'when') not in ('string', 'object'))),
      ('duration', 'must be a duration, and no for beside it',
        'Such as "PT5M", "{{ vars.pause }}", or a number with a unit.',
        node.fold = 'duration' and node.data ? 'duration'
        and (node.data ? 'for'
          or jsonb_typeof(node.data -> 'duration') not in ('string', 'number'))),
      ('unit', 'must be a unit of time, beside a duration that is a number',
        'One of seconds, minutes, hours, days, weeks.',
        node.fold = 'duration' and case jsonb_typeof(node.data -> 'duration')
          when 'number' then coalesce(
            node.data ->> 'unit' not in ('seconds', 'minutes', 'hours', 'days', 'weeks'), true
          )
          else node.data ? 'unit'
        end),
      ('form', 'is missing', 'Give what is to be filled in: "data": { "form": … }.',
        node.type = 'form' and not node.data ?| '{form,approval}')
  ) as fault (place, message, hint, is_there)
  where fault.is_there;
end;

comment on function sluice_private.problems_of_presets(jsonb) is
  'What is wrong with the fields that only presets have.';
