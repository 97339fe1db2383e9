create or replace function sluice_private.route_failure(
  step sluice.workflow_steps,
  error jsonb
)
returns text[]
language sql
immutable
parallel safe
return case
  when step.on_error = 'continue' and step.type = 'wait' then '{main}'
  when step.on_error = 'continue' then sluice_private.success_ports(step.type, step.config)
  when step.on_error = 'branch' and ('error:' || (error ->> 'class')) = any (step.error_ports)
    then array['error:' || (error ->> 'class')]
  when step.on_error = 'branch' and 'error' = any (step.error_ports) then array['error']
end;

comment on function sluice_private.route_failure(sluice.workflow_steps, jsonb) is
  'The ports that a failure opens, the most specific error port first; null: it is not handled.';
