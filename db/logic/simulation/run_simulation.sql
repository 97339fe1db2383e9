/* Everything happens in the block, and the error at its end takes all of it back but the trace. */
create or replace function sluice_private.run_simulation(
  workflow sluice.workflows,
  version_id uuid,
  input jsonb,
  mocks jsonb,
  clock timestamptz,
  trigger_node text
)
returns sluice.simulated_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_trace sluice.simulated_step[];
  v_start sluice_private.workflow_start;
  v_id uuid := sluice_hidden.uuidv7();
  v_turns int := 0;
  v_unknown text;
begin
  insert into sluice_private.simulations (xid) values (pg_current_xact_id());
  perform set_config('sluice.clock', clock::text, true);
  if version_id is null then
    perform sluice.publish_workflow(workflow.id);
  else
    update sluice.workflows
    set live_version_id = run_simulation.version_id, status = 'active'
    where workflows.organization_id = workflow.organization_id and workflows.id = workflow.id;
  end if;
  v_start := sluice_private.find_start(workflow.id, trigger_node);
  select mock.node_id
  into v_unknown
  from jsonb_object_keys(mocks) as mock (node_id)
  where not exists (
    select from sluice.workflow_steps as step
    where step.organization_id = workflow.organization_id
      and step.version_id = (v_start.workflow).live_version_id
      and step.node_id = mock.node_id
  )
  limit 1;
  if v_unknown is not null then
    raise exception using
      errcode = 'SLVAL',
      message = format('there is no node %s to mock', v_unknown),
      hint = 'The keys of mocks are ids of nodes.';
  end if;
  perform sluice_private.start_executions(
    workflow.organization_id, workflow.id, (v_start.workflow).live_version_id,
    (v_start.trigger).id, (v_start.trigger).step_no, array[v_id],
    array[sluice_private.start_input(
      (v_start.trigger).trigger, (v_start.trigger).id, input, sluice_hidden.current_user_id(), '{}'
    )]
  );
  while sluice_private.simulate_turn(workflow.organization_id, v_id, mocks) loop
    v_turns := v_turns + 1;
    exit when v_turns >= 20000;
  end loop;
  v_trace := sluice_private.simulated_steps(v_id);
  raise exception using errcode = 'ZZSIM', message = 'the simulation has ended';
exception
  when sqlstate 'ZZSIM' then
    return v_trace;
end;
$$;

comment on function sluice_private.run_simulation(
  sluice.workflows, uuid, jsonb, jsonb, timestamptz, text
) is
  'Publishes, starts and runs a workflow to its end in a block that is rolled back; the trace.';
