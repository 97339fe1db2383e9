/* One event at a time: its partition is then found before the statement begins. */
create or replace function sluice_private.record_firings(organization_id uuid, event_id uuid)
returns sluice_private.trigger_firing[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_event sluice.workflow_events;
  v_topic bigint;
begin
  select e.*
  into v_event
  from sluice.workflow_events as e
  where e.organization_id = record_firings.organization_id and e.id = record_firings.event_id;
  v_topic := sluice_private.event_topic(v_event.organization_id, v_event.name);
  return array(
    select row(
      s.organization_id, s.trigger_id, v_event.id,
      format('event:%s:%s', v_event.id, s.trigger_id),
      jsonb_strip_nulls(jsonb_build_object('depth', v_event.details -> 'depth'))
      || jsonb_build_object(
        'payload', judged.output, 'event', sluice_private.event_value(v_event) - 'payload'
      )
    )::sluice_private.trigger_firing
    from sluice_private.record_subscriptions as s
    inner join sluice.workflow_triggers as t
      on t.organization_id = s.organization_id and t.id = s.trigger_id
    inner join sluice_private.record_triggers as known
      on known.organization_id in ('00000000-0000-0000-0000-000000000000', t.organization_id)
      and known.name = t.trigger
    cross join lateral sluice_private.run_sql_action(
      known.handler, s.organization_id, t.config, v_event.payload
    ) as judged
    where s.topic = v_topic
      and s.organization_id = v_event.organization_id
      and s.event = v_event.name
      and judged.output is not null
    order by s.trigger_id
  );
end;
$$;

comment on function sluice_private.record_firings(uuid, uuid) is
  'The triggers that ask for a change of a record, with what they give out.';
