create or replace function sluice_private.limit_verdict(rule jsonb)
returns text
language sql
immutable
return jsonb_build_object(
  'ports', jsonb '[]',
  'verdicts', jsonb_build_object('limit', jsonb_build_object(
    'key', rule -> 'key', 'on_limit', rule -> 'on_limit'
  ))
)::text;

comment on function sluice_private.limit_verdict(jsonb) is
  'How a step ends that a limit ends, and why, as an arrival says it.';
