create or replace function sluice_private.replay_filter_fault(filter jsonb)
returns text
language sql
immutable
return case
  when jsonb_typeof(filter) is distinct from 'object' then 'the filter must be an object'
  when filter - '{name,created_after,created_before}'::text[] <> '{}'
    then 'the filter of a replay has name, created_after and created_before'
  when jsonb_typeof(filter -> 'name') is distinct from 'string'
    or not sluice_private.is_event_pattern(filter ->> 'name')
    then 'name must be that of an event, or a pattern'
  when sluice_hidden.try_timestamp(filter ->> 'created_after') is null
    then 'created_after must be an ISO 8601 timestamp'
  when filter ? 'created_before'
    and sluice_hidden.try_timestamp(filter ->> 'created_before') is null
    then 'created_before must be an ISO 8601 timestamp'
end;

comment on function sluice_private.replay_filter_fault(jsonb) is
  'What is wrong with the filter of a bulk operation that replays, or null.';
