create or replace function sluice_private.child_error(
  child_id uuid,
  workflow_id uuid,
  status text,
  error jsonb
)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_said text := left(coalesce(error ->> 'message', ''), 1000);
  v_error jsonb := jsonb_build_object(
    'class', 'child_' || status,
    'message', format('execution %s %s', child_id, case status
      when 'timed_out' then 'has timed out'
      when 'cancelled' then 'was cancelled'
      else 'has failed'
    end) || case v_said when '' then '' else ': ' || v_said end,
    'execution', jsonb_build_object(
      'id', child_id, 'workflow_id', workflow_id, 'status', status, 'error', error
    )
  );
begin
  return case when sluice_hidden.is_oversized(v_error)
    then jsonb_set(v_error, '{execution,error}', sluice_private.oversized('its error'))
    else v_error
  end;
end;
$$;

comment on function sluice_private.child_error(uuid, uuid, text, jsonb) is
  'The error of a call whose child has not completed.';
