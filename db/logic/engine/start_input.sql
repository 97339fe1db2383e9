create or replace function sluice_private.start_input(
  trigger text,
  trigger_id uuid,
  payload jsonb,
  triggered_by uuid,
  context jsonb
)
returns jsonb
language sql
stable
return case
  when trigger = 'manual' then jsonb_build_object(
    'type', trigger, 'id', trigger_id, 'payload', payload, 'triggered_by', triggered_by,
    'trigger_time', to_char(
      sluice_hidden.now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'
    ),
    'context', context
  )
  else jsonb_build_object('type', trigger, 'id', trigger_id, 'payload', payload)
end;

comment on function sluice_private.start_input(text, uuid, jsonb, uuid, jsonb) is
  'What expressions read as trigger of an execution that somebody starts with this payload.';
