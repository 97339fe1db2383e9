/* What is due and locked is being added to: it is looked at the next time. */
create or replace function sluice_private.fire_due(at_most int)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_timer sluice_private.trigger_timers;
  v_firings sluice_private.trigger_firing[];
  v_count int := 0;
begin
  for v_timer in
    select timer.*
    from sluice_private.trigger_timers as timer
    where timer.due_at <= v_now
    order by timer.due_at
    limit at_most
  loop
    continue when not pg_try_advisory_xact_lock(
      hashtextextended('sluice:trigger ' || v_timer.trigger_id, 0)
    );
    v_firings := v_firings || sluice_private.look_guarded(v_timer, v_now);
    v_count := v_count + 1;
  end loop;
  if v_firings is not null then
    perform sluice_private.fire_triggers(v_firings);
  end if;
  perform sluice_hidden.failpoint('fired due');
  if (
    select deferred.seq
    from sluice_private.deferred_firings as deferred
    order by deferred.seq
    limit 1
  ) is not null then
    v_count := v_count + sluice_private.fire_deferred();
  end if;
  return v_count;
end;
$$;

comment on function sluice_private.fire_due(int) is
  'Looks at up to this many triggers whose time has come, and fires them where they are to be '
  'fired; says how many it looked at.';
