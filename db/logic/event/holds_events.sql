create or replace function sluice_private.holds_events(config jsonb)
returns boolean
language sql
immutable
return config ?| '{batch,debounce,throttle}' or config @> '{"mode": "all"}';

comment on function sluice_private.holds_events(jsonb) is
  'Whether a trigger with this config keeps events for some time.';
