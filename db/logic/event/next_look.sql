create or replace function sluice_private.next_look()
returns timestamptz
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return least(
    (select timer.due_at from sluice_private.trigger_timers as timer order by timer.due_at limit 1),
    (
      select deferred.due_at
      from sluice_private.deferred_firings as deferred
      order by deferred.due_at
      limit 1
    )
  );
end;
$$;

comment on function sluice_private.next_look() is
  'When the next trigger is to be looked at, or fired again; null when none is.';
