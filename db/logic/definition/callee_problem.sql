/* A workflow that calls itself is judged as it will be once it is published. */
create or replace function sluice_private.callee_problem(
  organization_id uuid,
  workflow_id uuid,
  definition jsonb,
  reference text,
  version jsonb
)
returns text[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_called sluice.workflows := sluice_private.named_workflow(organization_id, reference);
  v_version_id uuid;
  v_callee sluice_private.callee;
begin
  if v_called.id is null then
    return array['unknown_workflow', format('names workflow %s, which does not exist', reference)];
  end if;
  if version is not null then
    select v.id
    into v_version_id
    from sluice.workflow_versions as v
    where v.organization_id = callee_problem.organization_id
      and v.workflow_id = v_called.id
      and to_jsonb(v.number) = version;
    if not found then
      return array[
        'unknown_version',
        format('names version %s of workflow %s, which does not exist', version, v_called.name)
      ];
    end if;
  elsif v_called.id = workflow_id then
    return case when not jsonb_path_exists(
      definition,
      '$.nodes[*] ? (@.type == "trigger").data ? (@.trigger == "manual" '
        '&& !(exists (@.enabled ? (@ == false))))'
    ) then array['uncallable_workflow', 'calls its own workflow, which has no manual trigger'] end;
  end if;
  v_callee := sluice_private.find_callee(organization_id, v_called.id, v_version_id);
  return case when v_callee.fault is not null
    then array['uncallable_workflow', format('names a workflow that cannot be called: %s',
      v_callee.fault)]
  end;
end;
$$;

comment on function sluice_private.callee_problem(uuid, uuid, jsonb, text, jsonb) is
  'Code and message of why a definition of this workflow cannot call what it names; null: it can.';
