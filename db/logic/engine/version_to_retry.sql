create or replace function sluice_private.version_to_retry(
  past sluice_private.executions,
  is_live boolean
)
returns uuid
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_workflow sluice.workflows;
begin
  select workflow.*
  into v_workflow
  from sluice.workflows as workflow
  where workflow.organization_id = past.organization_id and workflow.id = past.workflow_id;
  if v_workflow.status in ('disabled', 'archived')
    or is_live and v_workflow.live_version_id is null
  then
    raise exception using
      errcode = 'SLSTA',
      message = format('workflow %s is %s', v_workflow.name, v_workflow.status),
      hint = 'Activate it with set_workflow_status.';
  end if;
  return case when is_live then v_workflow.live_version_id else past.version_id end;
end;
$$;

comment on function sluice_private.version_to_retry(sluice_private.executions, boolean) is
  'The version that a finished execution is to be retried on; raises SLSTA.';
