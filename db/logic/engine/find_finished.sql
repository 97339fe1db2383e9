create or replace function sluice_private.find_finished(execution_id uuid)
returns sluice_private.executions
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_past sluice_private.executions;
  v_live sluice_private.live_executions;
begin
  select past.*
  into v_past
  from sluice_private.executions as past
  where past.id = find_finished.execution_id
    and sluice_hidden.can_see(past.organization_id);
  if found then
    perform sluice_hidden.assert_can(v_past.organization_id, 'run');
    return v_past;
  end if;

  select live.*
  into v_live
  from sluice_private.live_executions as live
  where live.id = find_finished.execution_id
    and sluice_hidden.can_see(live.organization_id);
  if not found then
    raise exception using
      errcode = 'SLNTF',
      message = format('execution %s does not exist', coalesce(execution_id::text, 'null')),
      hint = 'List sluice.workflow_executions to see those of your organizations.';
  end if;
  perform sluice_hidden.assert_can(v_live.organization_id, 'run');
  raise exception using
    errcode = 'SLSTA',
    message = format('execution %s is %s', execution_id, v_live.status),
    hint = 'Only a finished execution can be retried; resume or cancel this one.';
end;
$$;

comment on function sluice_private.find_finished(uuid) is
  'A finished execution, if whoever asks may run its workflow; raises SLNTF, SLFRB, SLSTA.';
