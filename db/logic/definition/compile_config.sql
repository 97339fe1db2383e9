create or replace function sluice_private.compile_config(type text, data jsonb)
returns jsonb
language sql
immutable
return case type
  when 'choice' then jsonb_build_object(
    'mode', coalesce(data ->> 'mode', 'first'),
    'ports', jsonb_path_query_array(data, '$.cases[*].port'),
    'default', data -> 'default'
  )
  when 'end' then jsonb_build_object(
    'scope', coalesce(data ->> 'scope', 'branch'),
    'status', coalesce(data ->> 'status', 'completed')
  )
  else '{}'
end;

comment on function sluice_private.compile_config(text, jsonb) is
  'What the engine needs to know of a node besides what it evaluates.';
