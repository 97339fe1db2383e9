create or replace function sluice_private.retry_calls(
  due sluice_private.timers[],
  out settled sluice_private.settled_step[],
  out closing sluice_private.closing_frame[],
  out changes sluice_private.frame_change[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_calling sluice_private.settled_step[];
  v_started record;
begin
  if not exists (select from unnest(due) as d where d.kind = 'retry') then
    return;
  end if;
  with again as (
    delete from sluice_private.calls as c
    using (select d.* from unnest(due) as d where d.kind = 'retry' limit cardinality(due)) as d
    where c.organization_id = any (array[d.organization_id])
      and c.execution_id = d.execution_id
      and c.frame_id = d.frame_id
      and c.step_no = d.step_no
      and c.child_id is null
    returning c.*
  )
  select array_agg((
    a.organization_id, a.execution_id, a.version_id, a.frame_id, a.step_no, a.generation,
    'waiting', null, a.attempt, a.input, null, null, null, a.started_at, a.started_at,
    greatest(v_now, a.started_at), null, null
  )::sluice_private.settled_step)
  into v_calling
  from again as a;
  if v_calling is null then
    return;
  end if;
  select s.settled, s.closing, s.waiting
  into v_started
  from sluice_private.start_calls(v_calling) as s;
  settled := v_started.settled;
  closing := v_started.closing;
  changes := array(
    select (w.organization_id, w.execution_id, w.frame_id, 0)::sluice_private.frame_change
    from unnest(v_started.waiting) as w
  );
end;
$$;

comment on function sluice_private.retry_calls(sluice_private.timers[]) is
  'Starts another child for each call whose next attempt is due; those that could not have ended.';
