/* The others of its transaction may have used up the time: the second time in a row it is its own
   doing, and then it would hold up all others for ever. */
create or replace function sluice_private.put_off_look(
  target sluice.workflow_triggers,
  timer sluice_private.trigger_timers,
  present timestamptz,
  code text,
  message text
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_is_slow boolean := code in ('57014', '53200');
begin
  if v_is_slow then
    perform set_config('sluice.is_late', 'on', true);
  end if;
  if v_is_slow and timer.state ? 'was_slow' then
    perform sluice_private.switch_off(timer.organization_id, timer.trigger_id);
  end if;
  perform sluice_private.refuse_firing(
    target, null, case when v_is_slow then 'it takes too long to look' else message end
  );
  perform sluice_private.set_look(
    timer, present + interval '1 minute',
    case when v_is_slow then timer.state || '{ "was_slow": true }' else timer.state end
  );
end;
$$;

comment on function sluice_private.put_off_look(
  sluice.workflow_triggers, sluice_private.trigger_timers, timestamptz, text, text
) is
  'Has a trigger that could not be looked at looked at again a minute later; one that has taken '
  'too long twice in a row is switched off.';
