create or replace function sluice_private.count_ready(organization_id uuid, workflow_id uuid)
returns bigint
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select count(*)
    from (
      select
      from sluice_private.ready_steps as ready
      where ready.organization_id = count_ready.organization_id
        and (count_ready.workflow_id is null or exists (
          select
          from sluice_private.live_executions as live
          where live.organization_id = ready.organization_id
            and live.id = ready.execution_id
            and live.workflow_id = count_ready.workflow_id
        ))
      limit 100000
    ) as found
  );
end;
$$;

comment on function sluice_private.count_ready(uuid, uuid) is
  'How many steps of an organization, or of a workflow, wait for a worker; 100,000 is as many as '
  'it counts.';
