create or replace function sluice.set_variable(
  name text,
  value jsonb,
  workflow_id uuid default null,
  organization_id uuid default null
)
returns sluice.workflow_variables
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_organization_id uuid := coalesce(organization_id, sluice_hidden.current_organization_id());
  v_variable sluice.workflow_variables;
begin
  if workflow_id is not null then
    v_organization_id := (sluice_private.find_workflow(workflow_id, 'edit')).organization_id;
  end if;
  if v_organization_id is null
    or name is null
    or name !~ '^[A-Za-z_][A-Za-z0-9_]{0,62}$'
  then
    raise exception using
      errcode = 'SLVAL',
      message = 'a variable needs an organization and a plain name',
      hint = 'Names are letters, digits and _; pass organization_id, or send a token with org.';
  end if;
  perform sluice_hidden.assert_can(v_organization_id, 'edit');
  perform sluice_hidden.assert_size(value, 'the value');

  insert into sluice.workflow_variables (organization_id, workflow_id, name, value)
  values (v_organization_id, set_variable.workflow_id, set_variable.name,
    coalesce(set_variable.value, 'null'))
  on conflict on constraint workflow_variables_organization_id_workflow_id_name_key
  do update set value = excluded.value
  returning workflow_variables.* into v_variable;
  return v_variable;
exception
  when foreign_key_violation then
    raise exception using
      errcode = 'SLNTF',
      message = format('organization %s does not exist', v_organization_id),
      hint = 'List sluice.organizations to see those you may use.';
end;
$$;

comment on function sluice.set_variable(text, jsonb, uuid, uuid) is
  'Sets a plain variable of the organization, or of one workflow; executions read it as they '
  'start.';
grant execute on function sluice.set_variable(text, jsonb, uuid, uuid)
to sluice_member, sluice_admin;
