create or replace function sluice_private.close_approvals(ended sluice_private.settled_step[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_closed sluice.workflow_approvals[];
begin
  if not exists (select from unnest(ended) as e where e.input ? 'approval') then
    return;
  end if;
  with closed as (
    update sluice.workflow_approvals as approval
    set
      status = case
        when 'approved' = any (e.ports) then 'approved'
        when 'rejected' = any (e.ports) then 'rejected'
        when 'timeout' = any (e.ports) then 'timed_out'
        else 'cancelled'
      end,
      closed_at = greatest(v_now, approval.created_at)
    from (
      select item.* from unnest(ended) as item
      where item.input ? 'approval'
      limit cardinality(ended)
    ) as e
    where approval.organization_id = e.organization_id
      and approval.execution_id = e.execution_id
      and approval.frame_id = e.frame_id
      and approval.step_no = e.step_no
      and approval.generation = e.generation
      and approval.status = 'open'
    returning approval
  )
  select array_agg(closed.approval) into v_closed from closed;
  perform sluice_private.emit_approval_event(
    approval.organization_id, 'approval.closed', approval.execution_id,
    sluice_private.approval_event(approval)
  )
  from unnest(v_closed) as approval;
end;
$$;

comment on function sluice_private.close_approvals(sluice_private.settled_step[]) is
  'Closes the approvals of waits that have ended, as these did.';
