create or replace function sluice_private.take_new_waits(stripes int[], at_most int)
returns sluice_private.awaited_events[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_waits sluice_private.awaited_events[];
begin
  with first as (
    select a.organization_id, a.execution_id, a.frame_id, a.step_no, a.event_no
    from sluice_private.awaited_events as a
    where a.is_new
    order by a.seq
    limit at_most
  ),
  taken as (
    update sluice_private.awaited_events as a
    set is_new = false
    from first
    where a.organization_id = any (array[first.organization_id])
      and a.execution_id = first.execution_id
      and a.frame_id = first.frame_id
      and a.step_no = first.step_no
      and a.event_no = first.event_no
      and a.is_new is not false
      and (a.topic & 1023)::int = any (stripes)
    returning a as wait
  )
  select array_agg(taken.wait) into v_waits from taken;
  return v_waits;
end;
$$;

comment on function sluice_private.take_new_waits(int[], int) is
  'The events of these stripes that nobody has looked back for yet; somebody now does.';
