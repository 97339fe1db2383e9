/* Whoever adds to what a trigger holds, or takes from it, has this lock; the pump only tries. */
create or replace function sluice_private.lock_holders(
  events sluice_private.new_events[],
  names text[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ids uuid[] := array(
    select distinct t.id
    from sluice_private.find_subscriptions(
      array(select e.organization_id from unnest(events) as e), names
    ) as m
    cross join lateral (
      select own.id, own.config
      from sluice.workflow_triggers as own
      where own.organization_id = (m.subscription).organization_id
        and own.id = (m.subscription).trigger_id
      offset 0
    ) as t
    where sluice_private.holds_events(t.config)
    order by t.id
  );
begin
  perform pg_advisory_xact_lock(hashtextextended('sluice:trigger ' || id, 0))
  from unnest(v_ids) as id;
end;
$$;

comment on function sluice_private.lock_holders(sluice_private.new_events[], text[]) is
  'Has those who match events for the same trigger that holds some take turns.';
