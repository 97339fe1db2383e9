/* Inlined where it is called. */
create or replace function sluice_private.settled_of(
  fired sluice_private.fired_step,
  outcome sluice_private.fire_outcome,
  as_of timestamptz
)
returns sluice_private.settled_step
language sql
immutable
return (
  fired.organization_id, fired.execution_id, fired.version_id, fired.frame_id, fired.step_no,
  fired.generation, outcome.status, outcome.ports, 1, outcome.input, outcome.output, outcome.error,
  outcome.verdicts, as_of, as_of, as_of, outcome.due_at, fired.token
)::sluice_private.settled_step;

comment on function sluice_private.settled_of(
  sluice_private.fired_step, sluice_private.fire_outcome, timestamptz
) is
  'A step that has fired, as one that has ended or begins.';
