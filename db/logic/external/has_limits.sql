/* What runs under a limit is counted by admission alone. */
create or replace function sluice_private.has_limits(ready sluice_private.ready_steps)
returns boolean
language sql
stable
begin atomic
  select step.limits is not null
  from sluice.workflow_steps as step
  where step.organization_id = ready.organization_id
    and step.version_id = ready.version_id
    and step.step_no = ready.step_no;
end;

comment on function sluice_private.has_limits(sluice_private.ready_steps) is
  'Whether a step has limits, so that only admission may lease it.';
