/* What is ended by hand goes first: what was in a container that ends so is gone then. */
create or replace function sluice_private.end_suspended(
  organization_ids uuid[],
  execution_ids uuid[],
  arrivals sluice_private.arrivals[],
  out settled sluice_private.settled_step[],
  out closing sluice_private.closing_frame[],
  out changes sluice_private.frame_change[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_told sluice_private.told_wait[];
  v_met sluice_private.settled_step[];
  v_children record;
  v_timers record;
begin
  if cardinality(arrivals) > 0 then
    settled := sluice_private.settle_by_hand(arrivals);
    v_told := sluice_private.hold_events(arrivals);
    if v_told is not null then
      v_met := sluice_private.take_events(v_told);
      settled := settled || v_met;
      closing := sluice_private.cancelled_groups(v_told) || sluice_private.closings_of(v_met);
    end if;
    v_children := sluice_private.take_children(arrivals);
    settled := settled || v_children.settled;
    closing := closing || v_children.closing;
  end if;
  v_timers := sluice_private.take_timers(organization_ids, execution_ids);
  settled := settled || v_timers.settled;
  closing := closing || v_timers.closing;
  changes := v_timers.changes || array(
    select (s.organization_id, s.execution_id, s.frame_id, -1)::sluice_private.frame_change
    from unnest(settled) as s
  );
end;
$$;

comment on function sluice_private.end_suspended(
  uuid[], uuid[], sluice_private.arrivals[]
) is
  'Ends the steps of locked executions whose event, child or time has come, or that users end; '
  'and the frames that are overdue, or that an event cancels.';
