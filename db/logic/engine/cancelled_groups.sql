/* A timeout that was due before the event has won already; where the event wins, it has none. */
create or replace function sluice_private.cancelled_groups(told sluice_private.told_wait[])
returns sluice_private.closing_frame[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_closing sluice_private.closing_frame[];
begin
  with cancelled as (
    select
      t.organization_id, t.execution_id, t.frame_id, t.step_no, t.output, c.frame_id as inner_id
    from (select u.* from unnest(cancelled_groups.told) as u limit cardinality(told)) as t
    inner join sluice_private.containers as known
      on known.organization_id = any (array[t.organization_id])
      and known.execution_id = t.execution_id
      and known.frame_id = t.frame_id
      and known.step_no = t.step_no
      and known.generation = t.generation
      and known.ending is null
    cross join lateral (
      select f.frame_id from sluice_private.frames as f
      where f.organization_id = t.organization_id and f.execution_id = t.execution_id
        and f.parent_id = t.frame_id and f.container = t.step_no offset 0
    ) as c
    where not exists (
      select from sluice_private.timers as timer
      where timer.organization_id = any (array[t.organization_id])
        and timer.execution_id = t.execution_id
        and timer.frame_id = t.frame_id
        and timer.step_no = t.step_no
        and (timer.kind = 'timeout') is true
        and timer.due_at < least(t.created_at, v_now)
        and timer.is_parked is not true offset 0
    )
  ),
  taken as (
    insert into sluice_private.taken_events (
      organization_id, execution_id, step_no, event_id, taken_at
    )
    select c.organization_id, c.execution_id, c.step_no, (c.output #>> '{event,id}')::uuid, v_now
    from cancelled as c
    where c.frame_id <> 0
    on conflict on constraint taken_events_pkey do nothing
  ),
  stopped as (
    delete from sluice_private.timers as timer
    using cancelled as c
    where timer.organization_id = any (array[c.organization_id])
      and timer.execution_id = c.execution_id
      and timer.frame_id = c.frame_id
      and timer.step_no = c.step_no
      and (timer.kind = 'timeout') is true
  )
  select array_agg((
    c.organization_id, c.execution_id, c.inner_id, 'cancelled',
    c.output,
    jsonb_build_object(
      'class', 'cancelled', 'message', format('%s came', c.output #>> '{event,name}')
    )
  )::sluice_private.closing_frame)
  into v_closing
  from cancelled as c;
  return v_closing;
end;
$$;

comment on function sluice_private.cancelled_groups(sluice_private.told_wait[]) is
  'The frames of groups that the events that have arrived cancel.';
