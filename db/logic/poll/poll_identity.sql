create or replace function sluice_private.poll_identity(config jsonb)
returns jsonb
language sql
immutable
return config - '{interval,timeout,headers,secrets,secret,max_bytes,max_pages,mark,start}'::text[];

comment on function sluice_private.poll_identity(jsonb) is
  'What makes a poll ask for the same thing: how far it has come counts as long as this is equal.';
