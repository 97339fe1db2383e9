create or replace function sluice_private.find_workflow(workflow_id uuid, needed text)
returns sluice.workflows
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_workflow sluice.workflows;
begin
  select w.*
  into v_workflow
  from sluice.workflows as w
  where w.id = find_workflow.workflow_id
    and sluice_hidden.can_see(w.organization_id);

  if not found then
    raise exception using
      errcode = 'SLNTF',
      message = format('workflow %s does not exist', coalesce(workflow_id::text, 'null')),
      detail = 'There is none with this id in your organizations.',
      hint = 'List sluice.workflows to see those you may use.';
  end if;
  perform sluice_hidden.assert_can(v_workflow.organization_id, needed);
  return v_workflow;
end;
$$;

comment on function sluice_private.find_workflow(uuid, text) is
  'The workflow, if whoever asks may see it (else SLNTF) and do what is needed (else SLFRB).';
