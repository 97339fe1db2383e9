create or replace function sluice_private.scope_filter(workflow_id uuid)
returns jsonb
language sql
immutable
parallel safe
return case workflow_id
  when '00000000-0000-0000-0000-000000000000' then '{}'::jsonb
  else jsonb_build_object('workflow_id', workflow_id)
end;

comment on function sluice_private.scope_filter(uuid) is
  'The filter for the executions of a workflow; for the nil id, for all of the organization.';
