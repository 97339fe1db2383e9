create or replace function sluice_private.rule_group_fault(rule_group jsonb, depth int)
returns text
language sql
immutable
return case
  when depth > 20 then 'rules are nested more than 20 deep'
  when rule_group ->> 'combinator' not in ('and', 'or') or not rule_group ? 'combinator'
    or jsonb_typeof(rule_group -> 'combinator') <> 'string'
    then 'combinator must be "and" or "or"'
  when jsonb_typeof(rule_group -> 'not') <> 'boolean' then 'not must be true or false'
  when jsonb_typeof(rule_group -> 'rules') is distinct from 'array'
    or rule_group -> 'rules' = '[]'
    then 'rules must be a list of 1 to 500 rules or groups; a condition without rules is left out'
  when jsonb_array_length(rule_group -> 'rules') > 500 then 'rules are more than 500 in all'
  else (
    select format('%s is not part of a rule group, which has combinator, not and rules', min(key))
    from jsonb_object_keys(rule_group) as key
    where key not in ('id', 'combinator', 'not', 'rules')
    having count(*) > 0
  )
end;

comment on function sluice_private.rule_group_fault(jsonb, int) is
  'What is wrong with a rule group itself; null if nothing is.';
