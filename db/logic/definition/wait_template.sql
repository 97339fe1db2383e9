create or replace function sluice_private.wait_template(data jsonb)
returns jsonb
language sql
immutable
return jsonb_strip_nulls(jsonb_build_object(
  'for', data -> 'for',
  'until', data -> 'until',
  'local', data -> 'local',
  'timeout', data -> 'timeout',
  'events', data -> 'events',
  'inbox', data -> 'inbox',
  'condition', case jsonb_typeof(data -> 'condition')
    when 'object' then (data -> 'condition') - 'when' else data -> 'condition'
  end,
  'approval', case jsonb_typeof(data -> 'approval')
    when 'object' then (data -> 'approval') - 'form' else data -> 'approval'
  end
));

comment on function sluice_private.wait_template(jsonb) is
  'What a wait evaluates when it begins: all that may end it.';
