/* The row holds whatever fires from the moment it is seen; the operation tells those that move
   before that, and takes back what is ready. */
create or replace function sluice_private.pause_scope(
  organization_id uuid,
  workflow_id uuid,
  reason text
)
returns sluice.bulk_operations
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if length(reason) > 1000 then
    raise exception using
      errcode = 'SLVAL',
      message = 'the reason has more than 1,000 characters',
      hint = 'Keep it short; every execution shows it.';
  end if;
  insert into sluice_private.paused_scopes (
    organization_id, workflow_id, reason, paused_by, paused_at
  )
  values (
    pause_scope.organization_id, pause_scope.workflow_id, pause_scope.reason,
    sluice_hidden.current_user_id(), sluice_hidden.now()
  )
  on conflict on constraint paused_scopes_pkey
  do update set reason = coalesce(excluded.reason, paused_scopes.reason);
  return sluice_private.open_bulk_operation(
    organization_id, 'pause', sluice_private.scope_filter(workflow_id),
    jsonb_build_object('scope', workflow_id)
  );
end;
$$;

comment on function sluice_private.pause_scope(uuid, uuid, text) is
  'Pauses all executions of a workflow, or with the nil id of an organization.';
