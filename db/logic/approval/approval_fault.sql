create or replace function sluice_private.approval_fault(organization_id uuid, approval jsonb)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_message text;
begin
  if approval is null then
    return null;
  end if;
  v_message := (
    select format('%s %s', fault.place, fault.message)
    from sluice_private.approval_problem(approval) as fault
    limit 1
  );
  if v_message is null and strpos((approval - '{title,details}'::text[])::text, '{{') > 0 then
    v_message := 'an expression of the approval makes another expression';
  end if;
  v_message := coalesce(v_message, (
    select format('assignee %s is not a member of the organization', person.email)
    from sluice_private.approval_people(organization_id, (approval -> 'assignees') || coalesce(
      approval #> '{escalation,assignees}', '[]'
    )) as person
    where person.user_id is null and strpos(person.email, '@') = 0
    limit 1
  ));
  v_message := coalesce(v_message, (
    select format('the quorum of %s is more than there are assignees', approval ->> 'quorum')
    from sluice_private.approval_people(organization_id, approval -> 'assignees') as person
    having count(*) < coalesce((approval ->> 'quorum')::int, 1)
  ));
  return case when v_message is not null then jsonb_build_object(
    'class', 'expression', 'code', 'SLEXP', 'retryable', false, 'message', v_message,
    'hint', 'Assignees are ids of members, or e-mail addresses, and at least as many as the quorum.'
  ) end;
end;
$$;

comment on function sluice_private.approval_fault(uuid, jsonb) is
  'Why an approval cannot begin, now that its expressions are filled in; or null.';
