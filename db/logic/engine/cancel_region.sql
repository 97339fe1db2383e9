create or replace function sluice_private.cancel_region(
  joined sluice_private.fired_step,
  step_nos int[],
  out fired sluice_private.fired_step[],
  out changes sluice_private.frame_change[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_hot sluice_private.settled_step[] := sluice_private.take_steps(joined, step_nos);
  v_now timestamptz := sluice_hidden.now();
  v_cancelled sluice_private.settled_step[];
begin
  changes := array(
    select (h.organization_id, h.execution_id, h.frame_id, -1)::sluice_private.frame_change
    from unnest(v_hot) as h
  );
  v_cancelled := array(
    select (
      joined.organization_id, joined.execution_id, joined.version_id, joined.frame_id,
      left_over.step_no, joined.generation, 'cancelled', '{}', coalesce(hot.attempt, 1),
      hot.input, null, hot.error, null, coalesce(hot.ready_at, v_now), hot.started_at, v_now, null,
      null
    )::sluice_private.settled_step
    from unnest(step_nos) as left_over (step_no)
    left join unnest(v_hot) as hot on hot.step_no = left_over.step_no
  );
  perform sluice_private.keep_outputs(v_cancelled);
  fired := sluice_private.decide_joins(array(
    select r
    from unnest(sluice_private.record_steps(v_cancelled)) as r
    where r.step_no <> joined.step_no and not r.step_no = any (step_nos)
  ));
end;
$$;

comment on function sluice_private.cancel_region(sluice_private.fired_step, int[]) is
  'Cancels these steps of a frame, whether under way or not yet decided; their edges go dead.';
