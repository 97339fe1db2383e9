/* Made when a worker is about to get them, and again for each attempt: the token itself is nowhere
   else. Two random UUIDs have 244 random bits. */
create or replace function sluice_private.reveal_links(organization_id uuid, input text)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_part sluice.workflow_approval_assignees;
  v_token text;
  v_revealed text := input;
begin
  for v_part in
    select a.*
    from (
      select distinct found.match[1]::uuid as ref
      from regexp_matches(
        input, 'approval-token:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})', 'g'
      ) as found (match)
      limit 100
    ) as wanted
    inner join sluice.workflow_approval_assignees as a
      on a.link_ref = wanted.ref and a.organization_id = reveal_links.organization_id
  loop
    v_token := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
    insert into sluice_private.approval_links (
      organization_id, token_hash, approval_id, assignee_no, link_ref, expires_at
    )
    select
      v_part.organization_id, sha256(convert_to(v_token, 'UTF8')), v_part.approval_id,
      v_part.assignee_no, v_part.link_ref,
      least(approval.due_at, sluice_hidden.now() + interval '30 days')
    from sluice.workflow_approvals as approval
    where approval.organization_id = v_part.organization_id
      and approval.id = v_part.approval_id;
    v_revealed := replace(v_revealed, 'approval-token:' || v_part.link_ref, v_token);
  end loop;
  return v_revealed;
end;
$$;

comment on function sluice_private.reveal_links(uuid, text) is
  'An input as a worker gets it: references to links of approvals are tokens, good until the '
  'approval is due, and for 30 days at most.';
