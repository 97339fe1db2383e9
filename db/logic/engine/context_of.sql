create or replace function sluice_private.context_of(
  fired sluice_private.fired_step,
  step sluice.workflow_steps
)
returns jsonb
language sql
stable
return case when fired.is_live and step.roots <> '{}' and step.type <> 'compensation'
  then sluice_private.build_context(
    fired.organization_id, fired.execution_id, fired.frame_id, step.refs, step.roots
  )
  else '{}'
end;

comment on function sluice_private.context_of(
  sluice_private.fired_step, sluice.workflow_steps
) is
  'What the expressions of a step that fires see.';
