create or replace function sluice_private.forget_waits(ended sluice_private.settled_step[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from sluice_private.awaited_events as awaited
  using (select e.* from unnest(ended) as e limit cardinality(ended)) as e
  where awaited.organization_id = any (array[e.organization_id])
    and awaited.execution_id = e.execution_id
    and awaited.frame_id = e.frame_id
    and awaited.step_no = e.step_no;
  delete from sluice_private.timers as timer
  using (select e.* from unnest(ended) as e limit cardinality(ended)) as e
  where timer.organization_id = any (array[e.organization_id])
    and timer.execution_id = e.execution_id
    and timer.frame_id = e.frame_id
    and timer.step_no = e.step_no
    and (timer.kind in ('wait', 'poll', 'remind')) is true;
  perform sluice_private.close_approvals(ended);
end;
$$;

comment on function sluice_private.forget_waits(sluice_private.settled_step[]) is
  'Waits that have ended wait for no event and no decision, and no timer is to end them.';
