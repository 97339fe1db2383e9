create or replace function sluice.create_workflow(
  name text,
  definition jsonb default '{"nodes": [], "edges": []}',
  description text default '',
  organization_id uuid default null
)
returns sluice.workflows
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_organization_id uuid := coalesce(organization_id, sluice_hidden.current_organization_id());
  v_workflow sluice.workflows;
begin
  if v_organization_id is null then
    raise exception using
      errcode = 'SLVAL',
      message = 'no organization is given',
      hint = 'Pass organization_id, set jwt.claims.org, or send a token whose claim org is set.';
  end if;
  perform sluice_hidden.assert_can(v_organization_id, 'edit');

  insert into sluice.workflows (
    organization_id, name, description, definition, created_by, updated_by
  )
  values (
    v_organization_id, create_workflow.name, create_workflow.description,
    create_workflow.definition, sluice_hidden.current_user_id(), sluice_hidden.current_user_id()
  )
  on conflict on constraint workflows_organization_id_name_key do nothing
  returning workflows.* into v_workflow;

  if v_workflow.id is null then
    raise exception using
      errcode = 'SLDUP',
      message = format('a workflow named %s exists', create_workflow.name),
      hint = 'Choose another name, or update that workflow.';
  end if;
  return v_workflow;
exception
  when check_violation or not_null_violation then
    raise exception using
      errcode = 'SLVAL',
      message = 'a workflow needs a name, a description and a definition',
      hint = 'A name has 1 to 200 characters, a description up to 10,000, a definition 5,000,000.';
  when foreign_key_violation then
    raise exception using
      errcode = 'SLNTF',
      message = format('organization %s does not exist', v_organization_id),
      hint = 'List sluice.organizations to see those you may use.';
end;
$$;

comment on function sluice.create_workflow(text, jsonb, text, uuid) is
  'Creates a draft. Any JSON is kept as its definition; only publishing asks that it be valid.';
grant execute on function sluice.create_workflow(text, jsonb, text, uuid)
to sluice_member, sluice_admin;
