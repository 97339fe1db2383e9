create or replace function sluice_private.simulate_waits(
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
  v_wait sluice_private.waits;
  v_step sluice.workflow_steps;
  v_mock jsonb;
  v_count int := 0;
begin
  for v_wait in
    select w.*
    from sluice_private.waits as w
    where w.organization_id = simulate_waits.organization_id
      and w.execution_id = simulate_waits.execution_id
      and not exists (
        select from sluice_private.arrivals as arrival
        where arrival.organization_id = simulate_waits.organization_id
          and arrival.execution_id = simulate_waits.execution_id
          and arrival.frame_id = w.frame_id
          and arrival.step_no = w.step_no
      )
    order by w.frame_id, w.step_no
  loop
    v_step := sluice_private.step_of(organization_id, v_wait.version_id, v_wait.step_no);
    v_mock := sluice_private.mock_of(mocks, v_step.node_id, (
      select count(*)::int
      from sluice_private.execution_steps as before
      where before.organization_id = simulate_waits.organization_id
        and before.execution_id = simulate_waits.execution_id
        and before.step_no = v_wait.step_no
    ));
    continue when not v_mock ? 'port';
    if not v_step.config -> 'ports' || '["rejected"]' @> jsonb_build_array(v_mock -> 'port') then
      raise exception using
        errcode = 'SLVAL',
        message = format('the mock of wait %s names port %s', v_step.node_id, v_mock ->> 'port'),
        hint = 'Give a port that the wait has, other than timeout.';
    end if;
    insert into sluice_private.arrivals (
      organization_id, execution_id, kind, frame_id, step_no, generation, body
    )
    values (
      v_wait.organization_id, v_wait.execution_id, 'event', v_wait.frame_id, v_wait.step_no,
      v_wait.generation,
      jsonb_build_object(
        'port', v_mock -> 'port', 'created_at', sluice_hidden.now(),
        'output', coalesce(v_mock -> 'output', '{}')
      )::text
    );
    v_count := v_count + 1;
  end loop;
  return v_count;
end;
$$;

comment on function sluice_private.simulate_waits(uuid, uuid, jsonb) is
  'Ends the waits of a simulated execution whose mock names a port; says how many.';
