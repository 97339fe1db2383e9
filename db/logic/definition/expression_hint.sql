create or replace function sluice_private.expression_hint(problem text)
returns text
language sql
immutable
parallel safe
return case
  when problem ~ 'filter \w+: arguments must be JSON'
    then 'Texts stand in double quotes, as in default("you"); select * from '
      'sluice.expression_filters() lists the filters.'
  when problem ~ '(unknown|has a) filter|filter [a-z0-9_]+( takes|:)'
    then 'select * from sluice.expression_filters() lists them.'
  when problem ~ '^(rules|combinator|not)\M|rule group'
    then 'Write { "combinator": "and", "rules": [{ "field", "operator", "value" }] }; '
      'select * from sluice.condition_operators() lists the operators.'
  when problem ~ 'reads unknown step'
    then 'Name the id of a node, as in steps.<id>.output.<field>.'
  else 'Write SQL/JSON path that begins with trigger, steps, vars, execution, workflow, '
    'organization or now, such as steps.<id>.output.<field>; a condition is a predicate, such as '
    '$.trigger.payload.n == 10, without {{ }}.'
end;

comment on function sluice_private.expression_hint(text) is
  'What to do about a problem of an expression.';
