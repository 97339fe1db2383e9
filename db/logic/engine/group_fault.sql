create or replace function sluice_private.group_fault(input jsonb)
returns jsonb
language sql
immutable
begin atomic
  select jsonb_build_object(
    'class', 'expression', 'code', 'SLEXP', 'retryable', false,
    'message', format('the %s is not a text of 1 to 500 characters', given.place),
    'hint', 'See what its expressions give.'
  )
  from (
    values ('lock', input -> 'lock'), ('match of cancel_on', input #> '{cancel_on,match}')
  ) as given (place, value)
  where jsonb_typeof(given.value) in ('null', 'object', 'array')
    or length(given.value #>> '{}') not between 1 and 500
  limit 1;
end;

comment on function sluice_private.group_fault(jsonb) is
  'Why a group cannot begin, now that its expressions are filled in; or null.';
