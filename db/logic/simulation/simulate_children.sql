/* The child is not run: it ends at once, as its mock says. */
create or replace function sluice_private.simulate_children(
  organization_id uuid,
  execution_id uuid,
  mocks jsonb
)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_call record;
  v_mock jsonb;
  v_count int := 0;
begin
  for v_call in
    select c.child_id, step.node_id, c.step_no
    from sluice_private.calls as c
    inner join sluice.workflow_steps as step
      on step.organization_id = c.organization_id
      and step.version_id = c.version_id
      and step.step_no = c.step_no
    where c.organization_id = simulate_children.organization_id
      and c.execution_id = simulate_children.execution_id
      and c.child_id is not null
    order by c.frame_id, c.step_no
  loop
    v_mock := sluice_private.mock_of(
      mocks, v_call.node_id,
      (
        select count(*)::int
        from sluice_private.executions as before
        where before.organization_id = simulate_children.organization_id
          and before.parent_execution_id = simulate_children.execution_id
          and before.parent_step_no = v_call.step_no
      )
    );
    delete from sluice_private.arrivals as arrival
    where arrival.organization_id = simulate_children.organization_id
      and arrival.execution_id = v_call.child_id;
    perform sluice_private.close_executions(array[(
      organization_id, v_call.child_id, 0,
      case
        when v_mock -> 'error' is null then 'completed'
        when v_mock #>> '{error,class}' = 'timeout' then 'timed_out'
        when v_mock #>> '{error,class}' = 'cancelled' then 'cancelled'
        else 'failed'
      end,
      case when v_mock -> 'error' is null then v_mock end, v_mock -> 'error'
    )::sluice_private.closing_frame]);
    v_count := v_count + 1;
  end loop;
  return v_count;
end;
$$;

comment on function sluice_private.simulate_children(uuid, uuid, jsonb) is
  'Ends every child of a simulated execution as its call''s mock says; says how many.';
