create or replace function sluice_private.operator_problem(operator jsonb)
returns text
language sql
immutable
return case
  when operator #>> '{}' in ('days_ago_less_than', 'days_ago_greater_than')
    then '.operator cannot count days from now: let a data.set step note '
      '{{ now | unix }} and {{ trigger.payload.at | unix }}, and compare them in a predicate: '
      '$.steps.times.output.now - $.steps.times.output.at < 7 * 86400; or use before or after'
  else format(
    '.operator %s; possible are %s',
    case when operator is null then 'is missing' else 'is none: ' || left(operator::text, 40) end,
    (select string_agg(known.name, ', ') from sluice.condition_operators() as known)
  )
end;

comment on function sluice_private.operator_problem(jsonb) is
  'What is wrong with an operator of a rule that is none.';
