create or replace function sluice.simulate_workflow(
  workflow_id uuid,
  input jsonb default '{}',
  mocks jsonb default '{}',
  clock timestamptz default null,
  version_id uuid default null,
  trigger_node text default null
)
returns setof sluice.simulated_step
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_workflow sluice.workflows := sluice_private.find_workflow(workflow_id, 'edit');
begin
  if jsonb_typeof(mocks) <> 'object' then
    raise exception using
      errcode = 'SLVAL',
      message = 'mocks must be an object',
      hint = 'Give { "<node>": <output> }, { "<node>": { "error": … } }, or a list of these.';
  elsif clock < '0001-01-01' or clock >= '10000-01-01' then
    raise exception using
      errcode = 'SLVAL',
      message = 'the clock must begin in one of the years 1 to 9999',
      hint = 'Without a clock a simulation begins now.';
  elsif version_id is not null and not exists (
    select from sluice.workflow_versions as version
    where version.organization_id = v_workflow.organization_id
      and version.workflow_id = v_workflow.id
      and version.id = simulate_workflow.version_id
  ) then
    raise exception using
      errcode = 'SLNTF',
      message = format('workflow %s has no version %s', v_workflow.name, version_id),
      hint = 'See sluice.workflow_versions; without a version the draft is simulated.';
  end if;
  return query
  select step.*
  from unnest(sluice_private.run_simulation(
    v_workflow, version_id, coalesce(input, 'null'), coalesce(mocks, '{}'),
    coalesce(clock, clock_timestamp()), trigger_node
  )) as step;
end;
$$;

comment on function sluice.simulate_workflow(uuid, jsonb, jsonb, timestamptz, uuid, text) is
  'Runs a draft, or a version, from its manual trigger or the one of trigger_node, in a '
  'transaction that is rolled back: waits take no time, workers'' steps and calls give their '
  'mocks. The first row is the execution, the others its steps as they ended.';
grant execute on function sluice.simulate_workflow(uuid, jsonb, jsonb, timestamptz, uuid, text)
to sluice_member, sluice_admin;
