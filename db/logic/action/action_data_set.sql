create or replace function sluice_private.action_data_set(
  organization_id uuid,
  input jsonb,
  context jsonb
)
returns jsonb
language sql
immutable
parallel safe
return input;

comment on function sluice_private.action_data_set(uuid, jsonb, jsonb) is
  'data.set: its output is its input, with the expressions filled in.';
