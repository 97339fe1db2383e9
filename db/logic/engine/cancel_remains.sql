/* R8. Ready steps go before leases, in two statements: a step that admission moves between them
   is found by the second. */
create or replace function sluice_private.cancel_remains(
  closing sluice_private.closing_execution[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_closing record;
  v_left sluice_private.settled_step[] := array[]::sluice_private.settled_step[];
begin
  for v_closing in
    select distinct c.organization_id, c.execution_id from unnest(closing) as c
  loop
    v_left := v_left
      || sluice_private.take_ready(v_closing.organization_id, v_closing.execution_id)
      || sluice_private.take_leases(v_closing.organization_id, v_closing.execution_id)
      || sluice_private.take_suspended(v_closing.organization_id, v_closing.execution_id);

    delete from sluice_private.timers
    where timers.organization_id = v_closing.organization_id
      and timers.execution_id = v_closing.execution_id;
    delete from sluice_private.arrivals
    where arrivals.organization_id = v_closing.organization_id
      and arrivals.execution_id = v_closing.execution_id;
    delete from sluice_private.frames
    where frames.organization_id = v_closing.organization_id
      and frames.execution_id = v_closing.execution_id;
  end loop;
  if cardinality(v_left) > 0 then
    perform sluice_private.record_steps(v_left);
  end if;
end;
$$;

comment on function sluice_private.cancel_remains(sluice_private.closing_execution[]) is
  'Ends whatever is still under way in executions that end early; each step is recorded as '
  'cancelled.';
