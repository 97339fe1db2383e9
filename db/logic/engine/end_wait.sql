create or replace function sluice_private.end_wait(
  wait sluice_private.waits,
  ports text[],
  output jsonb
)
returns sluice_private.settled_step
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from sluice_private.waits as w
  where w.organization_id = wait.organization_id
    and w.execution_id = wait.execution_id
    and w.frame_id = wait.frame_id
    and w.step_no = wait.step_no;
  return (
    wait.organization_id, wait.execution_id, wait.version_id, wait.frame_id, wait.step_no,
    wait.generation, 'completed', ports, 1, wait.input, output, null, null, wait.started_at,
    wait.started_at, greatest(sluice_hidden.now(), wait.started_at), null, null
  )::sluice_private.settled_step;
end;
$$;

comment on function sluice_private.end_wait(sluice_private.waits, text[], jsonb) is
  'Removes a wait of a locked execution; its step, completed on these ports.';
