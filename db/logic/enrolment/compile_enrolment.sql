create or replace function sluice_private.compile_enrolment(
  organization_id uuid,
  version_id uuid,
  definition jsonb
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_policy jsonb := definition #> '{settings,enrolment}';
begin
  if v_policy is null then
    return;
  end if;
  update sluice.workflow_versions as version
  set
    enrolment = v_policy || jsonb_build_object(
      'suppressed_by', coalesce((
        select jsonb_agg(
          (sluice_private.named_workflow(compile_enrolment.organization_id, named.name)).id
        )
        from unnest(sluice_private.texts_of(v_policy -> 'suppressed_by')) as named (name)
      ), '[]'),
      'exit_on', coalesce(v_policy -> 'exit_on', '[]')
    ),
    enrolment_key = (
      sluice_private.compile_trigger_expression('key', v_policy -> 'key')
    ).path
  where version.organization_id = compile_enrolment.organization_id
    and version.id = compile_enrolment.version_id;
end;
$$;

comment on function sluice_private.compile_enrolment(uuid, uuid, jsonb) is
  'Completes a version with its policy of enrolment.';
