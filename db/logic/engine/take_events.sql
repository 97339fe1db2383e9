/* An event, or the decision of an approval: of several the first counts. A timer that was due
   before it has won already. */
create or replace function sluice_private.take_events(told sluice_private.told_wait[])
returns sluice_private.settled_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_settled sluice_private.settled_step[];
begin
  with first as (
    select t.* from unnest(take_events.told) as t limit cardinality(take_events.told)
  ),
  ended as (
    delete from sluice_private.waits as w
    using first
    where w.organization_id = any (array[first.organization_id])
      and w.execution_id = first.execution_id
      and w.frame_id = first.frame_id
      and w.step_no = first.step_no
      and w.generation = first.generation
      and not exists (
        select from sluice_private.timers as timer
        where timer.organization_id = first.organization_id
          and timer.execution_id = first.execution_id
          and timer.frame_id = first.frame_id
          and timer.step_no = first.step_no
          and (timer.kind = 'wait') is true
          and timer.due_at < least(first.created_at, v_now)
          and timer.is_parked is not true
          offset 0
      )
    returning w.*, first.port, first.output
  )
  select array_agg((
    e.organization_id, e.execution_id, e.version_id, e.frame_id, e.step_no, e.generation,
    'completed',
    case e.port when 'rejected' then '{rejected}'::text[] else array['main', e.port] end, 1,
    e.input, e.output, null, null, e.started_at, e.started_at, greatest(v_now, e.started_at), null,
    null
  )::sluice_private.settled_step)
  into v_settled
  from ended as e;

  insert into sluice_private.taken_events (
    organization_id, execution_id, step_no, event_id, taken_at
  )
  select s.organization_id, s.execution_id, s.step_no, (s.output #>> '{event,id}')::uuid, v_now
  from unnest(v_settled) as s
  where s.frame_id <> 0 and s.output ? 'event'
  on conflict on constraint taken_events_pkey do nothing;
  perform sluice_private.forget_waits(v_settled);
  return sluice_private.shape_outputs(v_settled);
end;
$$;

comment on function sluice_private.take_events(sluice_private.told_wait[]) is
  'Ends the waits that the events that have arrived are for; a wait that is gone takes none.';
