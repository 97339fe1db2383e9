/* What is due and locked is being added to, or published: it is looked at the next time; so is what
   is too much for one transaction. */
create or replace function sluice_private.fire_due(at_most int)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_timer sluice_private.trigger_timers;
  v_found sluice_private.trigger_firing[];
  v_firings sluice_private.trigger_firing[];
  v_count int := 0;
  v_bytes bigint := bigint '0';
  v_until timestamptz := clock_timestamp() + interval '50 ms';
begin
  foreach v_timer in array sluice_private.due_looks(at_most, v_now) loop
    perform
    from sluice_private.trigger_timers as timer
    where timer.organization_id = v_timer.organization_id
      and timer.trigger_id = v_timer.trigger_id
      and timer.key = v_timer.key
    for update skip locked;
    continue when not found or not pg_try_advisory_xact_lock(
      hashtextextended('sluice:trigger ' || v_timer.trigger_id, 0)
    );
    v_found := sluice_private.look_guarded(v_timer, v_now);
    v_firings := v_firings || v_found;
    v_count := v_count + 1;
    v_bytes := v_bytes + coalesce(pg_column_size(v_found), 0);
    exit when v_bytes > sluice_hidden.max_batch_bytes()
      or clock_timestamp() > v_until
      or sluice_private.is_late();
  end loop;
  if v_firings is not null then
    perform sluice_private.fire_at_once(v_firings);
  end if;
  perform sluice_hidden.failpoint('fired due');
  if (
    select deferred.due_at
    from sluice_private.deferred_firings as deferred
    order by deferred.due_at
    limit 1
  ) <= v_now then
    v_count := v_count + sluice_private.fire_deferred(v_now);
  end if;
  return v_count;
end;
$$;

comment on function sluice_private.fire_due(int) is
  'Looks at up to this many triggers whose time has come, and fires them where they are to be '
  'fired; says how many it looked at.';
