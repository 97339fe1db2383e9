create or replace function sluice_private.reads_variables(
  organization_id uuid,
  workflow_id uuid,
  version_id uuid
)
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_unknown text;
  v_detail jsonb;
begin
  select read.name, jsonb_agg(to_jsonb(sluice_private.problem(
    'unknown_variable', read.node_id, 'data',
    format('reads vars.%s, which does not exist', read.name), 'Create it with set_variable.'
  )))
  into v_unknown, v_detail
  from (
    select distinct r.node_id, r.name
    from sluice_private.read_variables(organization_id, version_id) as r
  ) as read
  where read.name is not null
    and not exists (
      select
      from sluice.workflow_variables as variable
      where variable.organization_id = reads_variables.organization_id
        and (variable.workflow_id is null
          or variable.workflow_id = reads_variables.workflow_id)
        and variable.name = read.name
    )
  group by read.name
  order by read.name
  limit 1;

  if v_unknown is not null then
    raise exception using
      errcode = 'SLVAL',
      message = format('variable %s does not exist', v_unknown),
      detail = v_detail::text,
      hint = format('Create it first: select sluice.set_variable(%L, …).', v_unknown);
  end if;
  return exists (
    select from sluice_private.read_variables(organization_id, version_id)
  );
end;
$$;

comment on function sluice_private.reads_variables(uuid, uuid, uuid) is
  'Whether a version reads any variable; raises SLVAL if one of them does not exist.';
