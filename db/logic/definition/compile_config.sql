create or replace function sluice_private.compile_config(type text, data jsonb)
returns jsonb
language sql
immutable
return case type
  when 'trigger' then jsonb_build_object(
    'trigger', data -> 'trigger', 'enabled', coalesce(data -> 'enabled', 'true')
  )
  when 'call' then jsonb_build_object(
    'wait', coalesce(data -> 'wait', 'true'),
    'cancels', coalesce(data ->> 'on_cancel', 'cancel') = 'cancel'
  )
  when 'choice' then sluice_private.split_config(data) || jsonb_build_object(
    'mode', coalesce(data ->> 'mode', 'first'),
    'ports', jsonb_path_query_array(data, '$.cases[*].port'),
    'default', data -> 'default'
  )
  when 'foreach' then jsonb_strip_nulls(jsonb_build_object(
    'as', data -> 'as',
    'concurrency', data -> 'concurrency',
    'completion', case when jsonb_typeof(data -> 'completion') = 'number'
      then data -> 'completion' end,
    'rest', data -> 'rest',
    'on_item_error', data -> 'on_item_error',
    'timeout', data -> 'timeout'
  ))
  when 'wait' then jsonb_build_object(
    'ports', array(
      select port from unnest(sluice_private.node_ports(type, data)) as port
      where port not in ('timeout', 'rejected', 'error')
    ),
    'form', data #> '{approval,form}'
  )
  when 'loop' then jsonb_strip_nulls(jsonb_build_object(
    'max_iterations', data -> 'max_iterations', 'timeout', data -> 'timeout',
    'drawn', data -> 'drawn'
  ))
  when 'group' then jsonb_strip_nulls(jsonb_build_object(
    'timeout', data -> 'timeout',
    'lock', data -> 'lock',
    'cancel_on', data -> 'cancel_on',
    'order', nullif(data -> 'order', '"free"')
  ))
  when 'end' then jsonb_build_object(
    'scope', coalesce(data ->> 'scope', 'branch'),
    'status', coalesce(data ->> 'status', 'completed')
  )
  else '{}'
end;

comment on function sluice_private.compile_config(text, jsonb) is
  'What the engine needs to know of a node besides what it evaluates.';
