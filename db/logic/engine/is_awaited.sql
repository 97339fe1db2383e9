/* Read without a lock: a call that ends meanwhile leaves an arrival that finds none. */
create or replace function sluice_private.is_awaited(child sluice_private.executions)
returns boolean
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return exists (
    select
    from sluice_private.calls as c
    where c.organization_id = child.organization_id
      and c.execution_id = child.parent_execution_id
      and c.frame_id = child.parent_frame_id
      and c.step_no = child.parent_step_no
      and c.child_id = child.id
  );
end;
$$;

comment on function sluice_private.is_awaited(sluice_private.executions) is
  'Whether a step waits for this execution.';
