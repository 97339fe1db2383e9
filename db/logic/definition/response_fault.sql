/* An answer comes from the address of the API: what would speak for that whole address, or end the
   message early, is no header of a workflow. */
create or replace function sluice_private.response_fault(answer jsonb)
returns text
language sql
immutable
return case
  when jsonb_typeof(answer) is distinct from 'object' then 'must be an object'
  when not sluice_private.is_whole(answer -> 'status', 200, 599)
    then 'has a status that is not from 200 to 599'
  when answer ? 'headers' and jsonb_typeof(answer -> 'headers') <> 'object'
    then 'has headers that are not an object'
  when exists (
    select
    from jsonb_each(case jsonb_typeof(answer -> 'headers')
      when 'object' then answer -> 'headers' else '{}' end) as header (name, value)
    where header.name !~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$'
      or jsonb_typeof(header.value) <> 'string'
      or header.value #>> '{}' !~ '^[\x20-\x7e]*$'
      or length(header.value #>> '{}') > 2000
      or lower(header.name) ~ '^(connection|keep-alive|proxy-|te$|trailer|transfer-encoding|upgrade'
        '|content-length|content-encoding|content-security-policy|date$|set-cookie|clear-site-data'
        '|strict-transport|service-worker|refresh|sourcemap|x-content-type|access-control|alt-svc'
        '|cross-origin|origin-agent|public-key|expect-ct|nel$|report)'
  ) then 'has a header that an answer may not have, or one that is no short plain text'
  when jsonb_array_length(jsonb_path_query_array(answer, '$.headers.keyvalue()')) > 50
    then 'has more than 50 headers'
  when length((answer -> 'body')::text) > 1000000
    then 'has a body of more than a million characters'
end;

comment on function sluice_private.response_fault(jsonb) is
  'Why { status, headers, body } cannot be the answer to an HTTP request, or null.';
