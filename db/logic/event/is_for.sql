create or replace function sluice_private.is_for(
  target sluice.workflow_triggers,
  event sluice.workflow_events
)
returns boolean
language sql
immutable
return case when event.name like 'sluice.workflow.%'
  then event.key is distinct from target.workflow_id::text
    and (not target.config ? 'error_class'
      or target.config -> 'error_class' @> (event.payload #> '{error,class}') is true)
  else true
end;

comment on function sluice_private.is_for(sluice.workflow_triggers, sluice.workflow_events) is
  'Whether an event is for this trigger, beyond its name: not the end of its own workflow, and an '
  'error of a class that it wants.';
