create or replace function sluice_private.error_at(error jsonb, node_id text)
returns jsonb
language sql
immutable
parallel safe
return case jsonb_typeof(error)
  when 'object' then error || jsonb_build_object('node_id', node_id)
  else jsonb_build_object('message', error, 'node_id', node_id)
end;

comment on function sluice_private.error_at(jsonb, text) is 'An error, and the node it came from.';
