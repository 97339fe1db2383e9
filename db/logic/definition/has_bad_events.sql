create or replace function sluice_private.has_bad_events(events jsonb)
returns boolean
language sql
immutable
return jsonb_typeof(events) = 'array' and (
  jsonb_array_length(events) not between 1 and 100
  or jsonb_array_length(events) > (
    select count(distinct item.value ->> 'port')
    from jsonb_array_elements(events) as item (value)
    where jsonb_typeof(item.value) = 'object'
      and item.value - '{port,name,match}'::text[] = '{}'
      and jsonb_typeof(item.value -> 'port') = 'string'
      and item.value ->> 'port'
        !~ '^(main|elapsed|met|approved|rejected|timeout|error(:.*)?|)$|\{\{'
      and sluice_private.is_event_name(item.value ->> 'name')
      and coalesce(jsonb_typeof(item.value -> 'match') in ('string', 'number', 'boolean'), true)
  )
);

comment on function sluice_private.has_bad_events(jsonb) is
  'Whether a list is not one of events, each with a port of its own and a name.';
