/* Who changes the trigger now need not be waited for: one that is as slow as before comes again. */
create or replace function sluice_private.switch_off(organization_id uuid, trigger_id uuid)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update sluice.workflow_triggers as t
  set is_enabled = false
  from (
    select own.organization_id, own.id
    from sluice.workflow_triggers as own
    where own.organization_id = switch_off.organization_id and own.id = switch_off.trigger_id
    for no key update skip locked
  ) as slow
  where t.organization_id = slow.organization_id and t.id = slow.id;
end;
$$;

comment on function sluice_private.switch_off(uuid, uuid) is
  'Switches off a trigger that takes too long by itself, as it would hold up all others.';
