create or replace function sluice_private.problems_of_webhook_response(response jsonb)
returns table (key text, message text, hint text)
language sql
immutable
begin atomic
  select 'response' || fault.key, fault.message, fault.hint
  from (
    values
      ('', 'must be an object with mode, and what that mode takes',
        'ack takes nothing more, wait timeout, static status, headers and body.',
        jsonb_typeof(response) <> 'object' or (
          case jsonb_typeof(response) when 'object' then response else '{}' end
        ) - case response ->> 'mode'
          when 'wait' then '{mode,timeout}'::text[]
          when 'static' then '{mode,status,headers,body}'
          else '{mode}' end <> '{}'),
      ('.mode', 'must be ack, wait or static',
        'ack answers at once, wait when the workflow has answered or ended, static what is given '
        'here.',
        jsonb_typeof(response) = 'object'
        and coalesce(response ->> 'mode', '') not in ('ack', 'wait', 'static')),
      ('.timeout', 'must be a duration from a second to a minute',
        'After it the sender is told the execution with 202; 10 seconds if not given.',
        jsonb_typeof(response) = 'object' and response ? 'timeout'
        and not coalesce(sluice_hidden.try_interval(response ->> 'timeout')
          between '1 second' and '1 minute', false)),
      ('', sluice_private.response_fault(response), 'See http.respond.',
        response ->> 'mode' = 'static'
        and sluice_private.response_fault(response) is not null)
  ) as fault (key, message, hint, is_there)
  where fault.is_there;
end;

comment on function sluice_private.problems_of_webhook_response(jsonb) is
  'What is wrong with how a webhook answers.';
