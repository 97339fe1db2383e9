create or replace function sluice_private.end_waits(due sluice_private.timers[])
returns sluice_private.settled_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_ended sluice_private.settled_step[];
begin
  with waking as (select d.* from unnest(due) as d where d.kind = 'wait' limit cardinality(due)),
  ended as (
    delete from sluice_private.waits as w
    using waking
    where w.organization_id = waking.organization_id
      and w.execution_id = waking.execution_id
      and w.frame_id = waking.frame_id
      and w.step_no = waking.step_no
    returning w.*, waking.due_at
  )
  select array_agg((
    e.organization_id, e.execution_id, e.version_id, e.frame_id, e.step_no, e.generation,
    'completed',
    case e.due_port when 'timeout' then '{timeout}'::text[] else '{main,elapsed}' end, 1,
    e.input, jsonb_build_object('due_at', e.due_at), null, null, e.started_at, e.started_at,
    greatest(v_now, e.started_at), null, null, null, null
  )::sluice_private.settled_step)
  into v_ended
  from ended as e;

  perform sluice_private.forget_waits(v_ended);
  return v_ended;
end;
$$;

comment on function sluice_private.end_waits(sluice_private.timers[]) is
  'Ends the waits whose time has come.';
