/* The nil id sorts first: who pauses the organization is told before who pauses the workflow. */
create or replace function sluice_private.paused_scope(organization_id uuid, workflow_id uuid)
returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select jsonb_build_object(
      'class', 'paused',
      'message', coalesce(scope.reason, case scope.workflow_id
        when '00000000-0000-0000-0000-000000000000' then 'the organization is paused'
        else 'the workflow is paused'
      end),
      'by', scope.paused_by, 'scope', scope.workflow_id
    )
    from sluice_private.paused_scopes as scope
    where scope.organization_id = paused_scope.organization_id
      and scope.workflow_id in (
        paused_scope.workflow_id, '00000000-0000-0000-0000-000000000000'
      )
      and not exists (
        select from sluice_private.simulations as s where s.xid = pg_current_xact_id_if_assigned()
      )
    order by scope.workflow_id
    limit 1
  );
end;
$$;

comment on function sluice_private.paused_scope(uuid, uuid) is
  'What pauses the executions of a workflow, its organization or itself: the error of those that '
  'are paused by it. Null: nothing does, or this is a simulation.';
