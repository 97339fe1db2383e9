create or replace function sluice_private.poll_request(config jsonb)
returns jsonb
language sql
immutable
return jsonb_strip_nulls(case config ->> 'source'
  when 'sql' then jsonb_build_object('connection', config -> 'connection', 'sql', config -> 'sql')
  when 'imap' then jsonb_build_object(
    'host', config -> 'host', 'port', config -> 'port', 'user', config -> 'user',
    'secret', config -> 'secret', 'max_bytes', config -> 'max_bytes',
    'security', coalesce(config ->> 'security', 'tls'),
    'mailbox', coalesce(config ->> 'mailbox', 'INBOX'),
    'mark', coalesce(config ->> 'mark', 'nothing')
  )
  else jsonb_build_object(
    'url', config -> 'url', 'method', config -> 'method', 'query', config -> 'query',
    'headers', config -> 'headers', 'secrets', config -> 'secrets', 'body', config -> 'body',
    'max_bytes', config -> 'max_bytes'
  )
end);

comment on function sluice_private.poll_request(jsonb) is
  'What a worker is to ask, with the templates as they are written.';
