create or replace function sluice_private.runs_since(
  organization_id uuid,
  workflow_id uuid,
  from_id uuid
)
returns table (is_failure boolean)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select null::boolean
  from sluice_private.live_executions as live
  where live.organization_id = runs_since.organization_id
    and live.id >= from_id
    and (runs_since.workflow_id is null or live.workflow_id = runs_since.workflow_id)
  limit 100000;
  if workflow_id is null then
    return query
    select past.status in ('failed', 'timed_out')
    from sluice_private.executions as past
    where past.organization_id = runs_since.organization_id and past.id >= from_id
    order by past.id desc
    limit 100000;
  else
    return query
    select past.status in ('failed', 'timed_out')
    from sluice_private.executions as past
    where past.organization_id = runs_since.organization_id
      and past.workflow_id = runs_since.workflow_id
      and past.id >= from_id
    order by past.id desc
    limit 100000;
  end if;
end;
$$;

comment on function sluice_private.runs_since(uuid, uuid, uuid) is
  'The executions since then, of an organization or of a workflow: whether each failed, null while '
  'it is under way; of each kind the newest 100,000.';
