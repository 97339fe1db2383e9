/* Whoever adds to what a trigger holds, or takes from it, has this lock; the pump only tries. What
   is held refers to the trigger: where a publish is about to remove that, it is not waited for. */
create or replace function sluice_private.lock_holders(
  subscriptions sluice_private.event_subscriptions[]
)
returns uuid[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_organization_ids uuid[];
  v_ids uuid[];
  v_free uuid[];
begin
  select array_agg(t.organization_id order by t.id), array_agg(t.id order by t.id)
  into v_organization_ids, v_ids
  from (
    select distinct s.organization_id, s.trigger_id
    from unnest(subscriptions) as s
    where s.trigger_id is not null
  ) as m
  cross join lateral (
    select own.organization_id, own.id, own.config
    from sluice.workflow_triggers as own
    where own.organization_id = m.organization_id and own.id = m.trigger_id
    offset 0
  ) as t
  where sluice_private.holds_events(t.config);
  if v_ids is null then
    return '{}'::uuid[];
  end if;
  perform pg_advisory_xact_lock(hashtextextended('sluice:trigger ' || id, 0))
  from unnest(v_ids) as id;
  v_free := array(
    select t.id
    from unnest(v_organization_ids, v_ids) as m (organization_id, id)
    inner join sluice.workflow_triggers as t
      on t.organization_id = m.organization_id and t.id = m.id
    for key share of t skip locked
  );
  return array(select id from unnest(v_ids) as id where id <> all (v_free));
end;
$$;

comment on function sluice_private.lock_holders(sluice_private.event_subscriptions[]) is
  'Has those who match events for the same trigger that holds some take turns; those that cannot '
  'be added to now.';
