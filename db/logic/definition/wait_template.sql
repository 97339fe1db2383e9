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
  'inbox', data -> 'inbox'
));

comment on function sluice_private.wait_template(jsonb) is
  'What a wait evaluates when it begins: all that may end it.';
