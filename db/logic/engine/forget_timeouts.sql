create or replace function sluice_private.forget_timeouts(ended sluice_private.settled_step[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from sluice_private.timers as timer
  using (select e.* from unnest(ended) as e limit cardinality(ended)) as e
  where timer.organization_id = any (array[e.organization_id])
    and timer.execution_id = e.execution_id
    and timer.frame_id = e.frame_id
    and timer.step_no = e.step_no
    and (timer.kind = 'timeout') is true;
end;
$$;

comment on function sluice_private.forget_timeouts(sluice_private.settled_step[]) is
  'Actions that have ended in time have none left.';
