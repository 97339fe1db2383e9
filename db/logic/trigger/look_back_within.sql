create or replace function sluice_private.look_back_within(waits sluice_private.awaited_events[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_bytes bigint := bigint '0';
  v_looked int := 0;
  v_wait sluice_private.awaited_events;
begin
  foreach v_wait in array waits loop
    exit when v_bytes >= sluice_hidden.max_batch_bytes();
    v_bytes := v_bytes + sluice_private.look_back(v_wait);
    v_looked := v_looked + 1;
  end loop;
  if v_looked = cardinality(waits) then
    return;
  end if;
  update sluice_private.awaited_events as a
  set is_new = true
  from unnest(waits[v_looked + 1 :]) as later
  where a.organization_id = any (array[later.organization_id])
    and a.execution_id = later.execution_id
    and a.frame_id = later.frame_id
    and a.step_no = later.step_no
    and a.event_no = later.event_no;
end;
$$;

comment on function sluice_private.look_back_within(sluice_private.awaited_events[]) is
  'look_back, as far as a transaction may go in bytes; the other waits are new again.';
