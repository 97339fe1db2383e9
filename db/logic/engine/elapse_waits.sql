create or replace function sluice_private.elapse_waits(due sluice_private.timers[])
returns sluice_private.settled_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_settled sluice_private.settled_step[];
begin
  with timer as (
    select d.* from unnest(due) as d where d.kind = 'wait' limit cardinality(due)
  ),
  ended as (
    delete from sluice_private.waits as w
    using timer
    where w.organization_id = any (array[timer.organization_id])
      and w.execution_id = timer.execution_id
      and w.frame_id = timer.frame_id
      and w.step_no = timer.step_no
    returning w.*, timer.due_at
  )
  select array_agg((
    e.organization_id, e.execution_id, e.version_id, e.frame_id, e.step_no, e.generation,
    'completed',
    case e.due_port when 'timeout' then '{timeout}'::text[] else '{main,elapsed}' end, 1,
    e.input, jsonb_build_object('due_at', e.due_at), null, null, e.started_at, e.started_at,
    greatest(v_now, e.started_at), null, null
  )::sluice_private.settled_step)
  into v_settled
  from ended as e;
  return v_settled;
end;
$$;

comment on function sluice_private.elapse_waits(sluice_private.timers[]) is
  'Ends the waits whose time has come.';
