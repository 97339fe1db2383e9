create or replace function sluice_private.set_look(
  timer sluice_private.trigger_timers,
  due_at timestamptz,
  state jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if due_at is null then
    delete from sluice_private.trigger_timers as old
    where old.organization_id = timer.organization_id
      and old.trigger_id = timer.trigger_id
      and old.key = timer.key;
  else
    update sluice_private.trigger_timers as old
    set due_at = set_look.due_at, state = set_look.state
    where old.organization_id = timer.organization_id
      and old.trigger_id = timer.trigger_id
      and old.key = timer.key;
  end if;
end;
$$;

comment on function sluice_private.set_look(
  sluice_private.trigger_timers, timestamptz, jsonb
) is
  'When a trigger is to be looked at next, and what is known of it until then; null: not at all.';
