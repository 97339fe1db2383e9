create or replace function sluice_private.count_held(target sluice.workflow_triggers, key text)
returns bigint
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select count(*)
    from (
      select
      from sluice_private.held_events as held
      where held.organization_id = target.organization_id
        and held.trigger_id = target.id
        and held.key = count_held.key
      limit 10000
    ) as found
  );
end;
$$;

comment on function sluice_private.count_held(sluice.workflow_triggers, text) is
  'How many events a trigger holds by this key; 10,000 is as many as it counts.';
