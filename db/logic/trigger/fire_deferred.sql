/* The first alone: the next filter that takes too long is then the only one. */
create or replace function sluice_private.fire_deferred()
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_firing sluice_private.trigger_firing;
begin
  delete from sluice_private.deferred_firings as old
  using (
    select d.organization_id, d.seq
    from sluice_private.deferred_firings as d
    order by d.seq
    limit 1
    for update skip locked
  ) as first
  where old.organization_id = first.organization_id and old.seq = first.seq
  returning old.organization_id, old.trigger_id, old.event_id, old.key, old.trigger
  into v_firing;
  if not found then
    return 0;
  end if;
  perform sluice_private.fire_triggers(array[v_firing]);
  return 1;
end;
$$;

comment on function sluice_private.fire_deferred() is
  'Fires the first of the triggers that were to be judged after one that took too long.';
