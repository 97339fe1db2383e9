create or replace function sluice_private.find_action(organization_id uuid, name text)
returns sluice.workflow_action_definitions
language sql
stable
begin atomic
  select known.*
  from sluice.workflow_action_definitions as known
  where known.organization_id in (
      '00000000-0000-0000-0000-000000000000', find_action.organization_id
    )
    and known.name = find_action.name
    and known.is_active
  order by known.organization_id desc
  limit 1;
end;

comment on function sluice_private.find_action(uuid, text) is
  'The action by this name: the organization''s own, or else the built-in one; null if none.';
