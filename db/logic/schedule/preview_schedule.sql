create or replace function sluice.preview_schedule(
  trigger text,
  config jsonb,
  at_most int default 10,
  since timestamptz default null,
  organization_id uuid default null
)
returns setof timestamptz
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_after timestamptz := coalesce(
    sluice_private.assert_instant(since), sluice_hidden.now()
  );
  v_fault record;
  v_trigger sluice.workflow_triggers;
  v_job sluice.scheduled_jobs;
begin
  v_trigger.organization_id := coalesce(organization_id, sluice_hidden.current_organization_id());
  v_trigger.trigger := trigger;
  v_trigger.config := config;
  if v_trigger.organization_id is not null then
    perform sluice_hidden.assert_can(v_trigger.organization_id, 'read');
  end if;
  select f.*
  into v_fault
  from sluice_private.problems_of_schedule(v_trigger.organization_id, trigger, config) as f
  limit 1;
  if found or jsonb_typeof(config) is distinct from 'object'
    or (trigger = any (sluice_private.scheduled_triggers())) is not true
  then
    raise exception using
      errcode = 'SLVAL',
      message = case
        when (trigger = any (sluice_private.scheduled_triggers())) is not true
          then format('%s is no trigger that time fires', coalesce(trigger, 'null'))
        when jsonb_typeof(config) is distinct from 'object' then 'config must be an object'
        else v_fault.key || ' ' || v_fault.message
      end,
      hint = case when trigger = any (sluice_private.scheduled_triggers())
        then coalesce(v_fault.hint, 'Such as { "interval": "1 hour" }.')
        else format(
          'Give one of %s, and its config.',
          array_to_string(sluice_private.scheduled_triggers(), ', ')
        )
      end;
  end if;
  v_job := sluice_private.schedule_of(v_trigger, null, v_after);
  return query
  select r.*
  from sluice_private.list_runs(
    v_job, sluice_private.next_scheduled(v_job, v_after), at_most
  ) as r;
end;
$$;

comment on function sluice.preview_schedule(text, jsonb, int, timestamptz, uuid) is
  'The next instants (10, at most 1,000) at which a trigger with this config would fire if it were '
  'published now, or at another instant.';
grant execute on function sluice.preview_schedule(text, jsonb, int, timestamptz, uuid)
to sluice_member, sluice_admin;
