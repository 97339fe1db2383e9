/* A hundred of them, and what was said to each, have to fit into an output. */
create or replace function sluice_private.assert_answer(
  approval sluice.workflow_approvals,
  decision text,
  comment text,
  data jsonb
)
returns void
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_fault text := case
    when decision is null or decision not in ('approved', 'rejected')
      then 'a decision is approved or rejected'
    when length(comment) > 1000 then 'the comment has more than 1,000 characters'
    when data is not null and approval.form is null then 'the approval has no form'
    when data is not null and decision = 'rejected' then 'a rejection has no form'
    when octet_length(data::text) > 5000 then 'the form has more than 5,000 bytes'
    when approval.form is not null and decision = 'approved'
      then sluice_private.form_fault(approval.form, data)
  end;
begin
  if v_fault is not null then
    raise exception using
      errcode = 'SLVAL',
      message = left(v_fault, 500),
      hint = case
        when decision is null or decision not in ('approved', 'rejected')
          then 'Decide with approved or rejected.'
        else 'See the form of the approval in sluice.workflow_approvals.'
      end;
  end if;
end;
$$;

comment on function sluice_private.assert_answer(sluice.workflow_approvals, text, text, jsonb) is
  'Raises SLVAL unless this is a decision, with the form filled in where there is one.';
