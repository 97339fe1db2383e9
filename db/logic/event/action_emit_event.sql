/* Who emits is not asked: whoever published the workflow may. */
create or replace function sluice_private.action_emit_event(
  organization_id uuid,
  input jsonb,
  context jsonb
)
returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_key text := sluice_private.text_of(input -> 'key');
  v_ttl interval := sluice_hidden.try_interval(input ->> 'ttl');
begin
  if v_ttl is null and input ? 'ttl' then
    raise exception using
      errcode = 'SLVAL',
      message = 'the ttl of an event is a duration',
      hint = 'Such as 1 day.';
  end if;
  perform sluice_private.assert_event_value(input ->> 'name', v_key, input -> 'payload', v_ttl);
  return jsonb_build_object('event_id', sluice_private.add_event(
    organization_id, input ->> 'name', v_key, coalesce(input -> 'payload', '{}'),
    sluice_private.event_cause(organization_id, context #>> '{execution,id}'),
    v_ttl
  ));
end;
$$;

comment on function sluice_private.action_emit_event(uuid, jsonb, jsonb) is
  'emit_event: makes an event, as sluice.emit_event does, of which one knows the execution.';
