create or replace function sluice_private.defer_fired(
  fired sluice_private.fired_step[],
  is_parked boolean
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into sluice_private.arrivals (
    organization_id, execution_id, kind, frame_id, step_no, generation, is_parked
  )
  select
    item.organization_id, item.execution_id,
    case when item.is_live then 'fire' else 'skip' end,
    item.frame_id, item.step_no, item.generation, defer_fired.is_parked
  from unnest(fired) as item;
end;
$$;

comment on function sluice_private.defer_fired(sluice_private.fired_step[], boolean) is
  'Leaves decided steps to another transaction; parked ones until their execution is resumed.';
