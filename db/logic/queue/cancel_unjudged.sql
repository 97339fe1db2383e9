create or replace function sluice_private.cancel_unjudged(
  start sluice_private.limited_executions,
  code text,
  message text
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update sluice_private.limited_executions as refused
  set state = 'refused'
  where refused.organization_id = start.organization_id
    and refused.execution_id = start.execution_id;
  insert into sluice_private.arrivals (organization_id, execution_id, kind, body)
  values (
    start.organization_id, start.execution_id, 'cancel',
    jsonb_build_object(
      'class', 'limit', 'code', code,
      'message', left('its limits cannot be judged: ' || message, 1000)
    )::text
  );
end;
$$;

comment on function sluice_private.cancel_unjudged(
  sluice_private.limited_executions, text, text
) is
  'Asks an execution to end whose limits cannot be judged.';
