/* The first alone: what then takes too long does so by itself, and would for the next event. */
create or replace function sluice_private.fire_deferred(present timestamptz)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_old sluice_private.deferred_firings;
  v_reason text;
begin
  if sluice_private.is_late() then
    return 0;
  end if;
  delete from sluice_private.deferred_firings as old
  using (
    select d.organization_id, d.seq
    from sluice_private.deferred_firings as d
    where d.due_at <= present
    order by d.due_at
    limit 1
    for update skip locked
  ) as first
  where old.organization_id = first.organization_id and old.seq = first.seq
  returning old.* into v_old;
  if not found then
    return 0;
  end if;
  perform set_config('sluice.is_alone', 'on', true);
  select fired.reason
  into v_reason
  from sluice_private.fire_at_once(case when v_old.trigger is null
    then sluice_private.meet_again(v_old)
    else array[row(
      v_old.organization_id, v_old.trigger_id, v_old.event_id, v_old.key, v_old.trigger
    )::sluice_private.trigger_firing]
  end) as fired;
  perform set_config('sluice.is_alone', '', true);
  if v_reason like '%takes too long' then
    perform sluice_private.switch_off(v_old.organization_id, v_old.trigger_id);
  end if;
  return 1;
end;
$$;

comment on function sluice_private.fire_deferred(timestamptz) is
  'Fires the first of the triggers that are due to be fired again.';
