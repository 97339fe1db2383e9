create or replace function sluice_private.free_from_limit(organization_id uuid, key text)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  update sluice_private.limited_executions as waiting
  set state = 'new', limit_key = null
  from sluice.workflow_limits as known
  where known.organization_id = free_from_limit.organization_id
    and 'limit:' || known.name = free_from_limit.key
    and known.workflow_id is not null
    and waiting.organization_id = any (array[known.organization_id])
    and waiting.limit_key = free_from_limit.key
    and waiting.workflow_id <> known.workflow_id;
end;
$$;

comment on function sluice_private.free_from_limit(uuid, text) is
  'Has admission look again at executions in line for a limit that is for another workflow now.';
