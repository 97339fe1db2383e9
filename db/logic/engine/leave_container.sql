/* Iterations that still run are cancelled, or kept: then the container stays until they end. */
create or replace function sluice_private.leave_container(
  container sluice_private.containers,
  keeps_rest boolean
)
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_rest bigint[];
begin
  if container.started > container.ended then
    if keeps_rest then
      update sluice_private.containers as c
      set is_settled = true
      where c.organization_id = container.organization_id
        and c.execution_id = container.execution_id
        and c.frame_id = container.frame_id
        and c.step_no = container.step_no;
      return false;
    end if;
    v_rest := array(
      select frame.frame_id
      from sluice_private.frames as frame
      where frame.organization_id = container.organization_id
        and frame.execution_id = container.execution_id
        and frame.parent_id = container.frame_id
        and frame.container = container.step_no
    );
    perform sluice_private.cancel_within(
      container.organization_id, container.execution_id,
      sluice_private.frames_below(container.organization_id, container.execution_id, v_rest)
    );
  end if;
  delete from sluice_private.containers as c
  where c.organization_id = container.organization_id
    and c.execution_id = container.execution_id
    and c.frame_id = container.frame_id
    and c.step_no = container.step_no;
  delete from sluice_private.container_items as page
  where page.organization_id = container.organization_id
    and page.execution_id = container.execution_id
    and page.frame_id = container.frame_id
    and page.step_no = container.step_no;
  delete from sluice_private.container_results as result
  where result.organization_id = container.organization_id
    and result.execution_id = container.execution_id
    and result.frame_id = container.frame_id
    and result.step_no = container.step_no;
  delete from sluice_private.timers as timer
  where timer.organization_id = container.organization_id
    and timer.execution_id = container.execution_id
    and timer.frame_id = container.frame_id
    and timer.step_no = container.step_no;
  return true;
end;
$$;

comment on function sluice_private.leave_container(sluice_private.containers, boolean) is
  'Forgets a container that has ended; false where iterations go on that it does not wait for.';
