create or replace function sluice_private.count_iterations(ended sluice_private.ended_iteration[])
returns sluice_private.containers
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_container sluice_private.containers;
begin
  update sluice_private.containers as c
  set
    ended = c.ended + cardinality(count_iterations.ended),
    completed = c.completed
      + (select count(*) from unnest(count_iterations.ended) as e where e.status = 'completed'),
    failed = c.failed + (
      select count(*) from unnest(count_iterations.ended) as e
      where e.status in ('failed', 'timed_out')
    )
  where c.organization_id = (count_iterations.ended[1]).organization_id
    and c.execution_id = (count_iterations.ended[1]).execution_id
    and c.frame_id = (count_iterations.ended[1]).parent_id
    and c.step_no = (count_iterations.ended[1]).container
  returning c.* into v_container;

  insert into sluice_private.container_results (
    organization_id, execution_id, frame_id, step_no, iteration, result
  )
  select e.organization_id, e.execution_id, e.parent_id, e.container, e.iteration,
    case e.status when 'completed' then e.result else jsonb_build_object('error', e.error) end
  from unnest(ended) as e
  where v_container.step_no is not null
    and not v_container.is_settled
    and sluice_private.collects(v_container);
  return v_container;
end;
$$;

comment on function sluice_private.count_iterations(sluice_private.ended_iteration[]) is
  'Counts ended iterations in their container, which is returned, and keeps what it collects.';
