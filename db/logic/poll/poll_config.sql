create or replace function sluice_private.poll_config(trigger text, config jsonb)
returns jsonb
language sql
immutable
return case trigger
  when 'polling' then jsonb_strip_nulls(jsonb_build_object(
    'source', 'http', 'url', config -> 'polling_url', 'headers', config -> 'polling_headers',
    'interval', (config ->> 'polling_interval') || ' seconds'
  ))
  when 'feed_item' then '{"source": "feed", "interval": "15 minutes"}' || config
  when 'imap_message' then '{"source": "imap", "interval": "1 minute"}' || config
  else '{"source": "http"}' || config
end;

comment on function sluice_private.poll_config(text, jsonb) is
  'The config of a trigger that polls, whatever its kind, in the words of one.';
