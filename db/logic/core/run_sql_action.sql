/* What it raises because its input lacks something is said in words of the input.
   What it emits, and the changes that it makes, are known to be of its execution. */
-- lint: allow when-others: whatever an action raises is that step's failure, never its batch's
create or replace function sluice_private.run_sql_action(
  handler text,
  organization_id uuid,
  input jsonb,
  context jsonb,
  out output jsonb,
  out error jsonb
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_message text;
  v_detail text;
  v_missing text;
begin
  perform set_config('sluice.caused_by', coalesce(context #>> '{execution,id}', ''), true);
  execute format('select %s($1, $2, $3)', handler::regproc)
  into output
  using organization_id, input, context;
  set constraints all immediate;
  set constraints all deferred;
  perform set_config('sluice.caused_by', '', true);
exception
  when others then
    get stacked diagnostics v_message = message_text, v_detail = pg_exception_detail;
    output := null;
    v_missing := sluice_private.missing_input(handler, organization_id, input);
    error := case when v_missing is not null then jsonb_build_object(
      'class', 'invalid_input', 'message', v_missing, 'retryable', false
    ) else jsonb_build_object(
      'class', 'sql', 'code', sqlstate, 'message', v_message, 'detail', nullif(v_detail, ''),
      'retryable', false
    ) end;
end;
$$;

comment on function sluice_private.run_sql_action(text, uuid, jsonb, jsonb) is
  'Runs one SQL action, guarded: its output, or the error that makes its step fail.';
