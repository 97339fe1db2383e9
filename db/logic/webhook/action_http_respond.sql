create or replace function sluice_private.action_http_respond(
  organization_id uuid,
  input jsonb,
  context jsonb
)
returns jsonb
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_fault text := sluice_private.response_fault(input);
begin
  if v_fault is not null then
    raise exception using
      errcode = 'SLVAL',
      message = 'the answer ' || v_fault,
      hint = 'Give a status from 200 to 599, headers as an object of texts, and a body.';
  end if;
  update sluice_private.awaited_answers
  set answer = input
  where awaited_answers.organization_id = action_http_respond.organization_id
    and awaited_answers.execution_id = (context #>> '{execution,id}')::uuid
    and awaited_answers.answer is null;
  return jsonb_build_object('is_sent', found);
end;
$$;

comment on function sluice_private.action_http_respond(uuid, jsonb, jsonb) is
  'http.respond: answers the request that started the execution, if its sender still waits.';
