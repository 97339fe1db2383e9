create or replace function sluice.cancel_step(
  execution_id uuid,
  node_id text,
  reason text default null,
  frame_path text default null
)
returns sluice.workflow_execution_steps
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  return sluice_private.tell_step(
    sluice_private.find_step(execution_id, node_id, frame_path), 'cancelled', '{}', null, reason
  );
end;
$$;

comment on function sluice.cancel_step(uuid, text, text, text) is
  'Ends a step that is under way as cancelled: none of its edges goes live. What a worker still '
  'reports of it is refused.';
grant execute on function sluice.cancel_step(uuid, text, text, text) to sluice_member, sluice_admin;
