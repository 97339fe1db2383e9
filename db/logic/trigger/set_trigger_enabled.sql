create or replace function sluice.set_trigger_enabled(trigger_id uuid, is_enabled boolean)
returns sluice.workflow_triggers
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_trigger sluice.workflow_triggers;
begin
  if is_enabled is null then
    raise exception using
      errcode = 'SLVAL',
      message = 'is_enabled must be true or false',
      hint = 'Such as set_trigger_enabled(''…'', false).';
  end if;
  select t.*
  into v_trigger
  from sluice.workflow_triggers as t
  where t.id = set_trigger_enabled.trigger_id
    and sluice_hidden.can_see(t.organization_id);
  if not found then
    raise exception using
      errcode = 'SLNTF',
      message = format('trigger %s does not exist', coalesce(trigger_id::text, 'null')),
      hint = 'List sluice.workflow_triggers to see those of your organizations.';
  end if;
  perform sluice_hidden.assert_can(v_trigger.organization_id, 'edit');
  update sluice.workflow_triggers as t
  set is_enabled = set_trigger_enabled.is_enabled
  where t.organization_id = v_trigger.organization_id and t.id = v_trigger.id
  returning t.* into v_trigger;
  return v_trigger;
end;
$$;

comment on function sluice.set_trigger_enabled(uuid, boolean) is
  'Switches one trigger on or off at once. The next publish makes it what its data.enabled says.';
grant execute on function sluice.set_trigger_enabled(uuid, boolean)
to sluice_member, sluice_admin;
