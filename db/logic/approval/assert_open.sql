create or replace function sluice_private.assert_open(approval sluice.workflow_approvals)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_state text := case
    when approval.status <> 'open' then approval.status
    when approval.due_at <= sluice_hidden.now() then 'timed_out'
    else sluice_private.judge_approval(approval)
  end;
begin
  if v_state is not null then
    raise exception using
      errcode = 'SLSTA',
      message = format('approval %s is %s', approval.id, v_state),
      hint = 'Nothing is left to be decided.';
  end if;
end;
$$;

comment on function sluice_private.assert_open(sluice.workflow_approvals) is
  'Raises SLSTA unless the approval can still be decided.';
