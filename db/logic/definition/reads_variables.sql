create or replace function sluice_private.reads_variables(
  organization_id uuid,
  workflow_id uuid,
  definition jsonb
)
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_read text[] := array(
    select distinct match[1]
    from regexp_matches(definition::text, '\mvars\.\\?"?([A-Za-z_][A-Za-z0-9_]*)', 'g') as match
  );
  v_unknown text;
begin
  select read.name
  into v_unknown
  from unnest(v_read) as read (name)
  where not exists (
    select
    from sluice.workflow_variables as variable
    where variable.organization_id = reads_variables.organization_id
      and (variable.workflow_id is null
        or variable.workflow_id = reads_variables.workflow_id)
      and variable.name = read.name
  )
  limit 1;

  if found then
    raise exception using
      errcode = 'SLVAL',
      message = format('variable %s does not exist', v_unknown),
      detail = (
        select jsonb_agg(to_jsonb(sluice_private.problem(
          'unknown_variable', node.node_id, 'data', format('reads vars.%s, which does not exist',
            v_unknown), 'Create it with set_variable.'
        )))::text
        from sluice_private.definition_nodes(definition) as node
        where node.data::text ~ ('\mvars\.\\?"?' || v_unknown || '\M')
      ),
      hint = format('Create it first: select sluice.set_variable(''%s'', …).', v_unknown);
  end if;
  return cardinality(v_read) > 0;
end;
$$;

comment on function sluice_private.reads_variables(uuid, uuid, jsonb) is
  'Whether a definition reads vars; raises SLVAL where it names one that does not exist.';
