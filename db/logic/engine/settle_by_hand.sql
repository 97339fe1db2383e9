/* A step that has ended meanwhile is left as it is, with the rest that it keeps. Those of outer
   frames, whose ids are smaller, go first: what ends with a container is not ended again. What was
   asked before a retry, and committed after it, is no step of this generation, whose version may
   have another step of the number. */
create or replace function sluice_private.settle_by_hand(arrivals sluice_private.arrivals[])
returns sluice_private.settled_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_arrival sluice_private.arrivals;
  v_at sluice_private.fired_step;
  v_body jsonb;
  v_step sluice_private.settled_step;
  v_settled sluice_private.settled_step[];
begin
  for v_arrival in
    select a.* from unnest(arrivals) as a where a.kind = 'settle' order by a.frame_id, a.seq
  loop
    continue when not exists (
      select from sluice_private.live_executions as live
      where live.organization_id = v_arrival.organization_id
        and live.id = v_arrival.execution_id
        and live.generation = v_arrival.generation
    ) or exists (
      select from sluice_private.containers as c
      where c.organization_id = v_arrival.organization_id
        and c.execution_id = v_arrival.execution_id
        and c.frame_id = v_arrival.frame_id
        and c.step_no = v_arrival.step_no
        and c.is_settled
    );
    v_at.organization_id := v_arrival.organization_id;
    v_at.execution_id := v_arrival.execution_id;
    v_at.frame_id := v_arrival.frame_id;
    for v_step in
      select s.* from unnest(sluice_private.take_steps(v_at, array[v_arrival.step_no])) as s
    loop
      v_body := v_arrival.body::jsonb;
      v_step.status := v_arrival.outcome;
      v_step.ports := array(select jsonb_array_elements_text(v_body -> 'ports'));
      v_step.output := nullif(v_body -> 'output', 'null');
      v_step.verdicts := coalesce(
        v_body -> 'verdicts', jsonb_build_object('by_hand', v_body -> 'by_hand')
      );
      v_step.finished_at := greatest(sluice_hidden.now(), v_step.started_at);
      v_settled := v_settled || v_step;
    end loop;
  end loop;
  return v_settled;
end;
$$;

comment on function sluice_private.settle_by_hand(sluice_private.arrivals[]) is
  'Ends steps of locked executions as users or limits ask; those that were still under way.';
