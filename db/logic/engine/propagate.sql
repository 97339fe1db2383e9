/* Fuel: 500 rounds or 10,000 steps in a transaction; what is then left becomes arrivals. */
create or replace function sluice_private.propagate(
  settled sluice_private.settled_step[],
  fired sluice_private.fired_step[],
  closing sluice_private.closing_execution[],
  changes sluice_private.frame_change[],
  worker sluice_private.workers
)
returns setof sluice_private.handed_step
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_settled sluice_private.settled_step[] := settled;
  v_fired sluice_private.fired_step[] := fired;
  v_closing sluice_private.closing_execution[] := closing;
  v_changes sluice_private.frame_change[] := changes;
  v_queued sluice_private.queued_step[];
  v_waiting sluice_private.settled_step[];
  v_round record;
  v_rounds int := 0;
  v_steps int := 0;
begin
  loop
    if cardinality(v_settled) > 0 then
      perform sluice_private.keep_outputs(v_settled);
      v_fired := v_fired
        || sluice_private.decide_joins(sluice_private.record_steps(v_settled));
    end if;
    select h.fired, h.changes
    into v_fired, v_changes
    from sluice_private.hold_paused(v_fired, v_changes) as h;
    exit when coalesce(cardinality(v_fired), 0) = 0;
    v_rounds := v_rounds + 1;
    v_steps := v_steps + cardinality(v_fired);
    if v_rounds > 500 or v_steps > 10000 and v_rounds > 1 then
      perform sluice_private.defer_fired(v_fired, false);
      v_changes := v_changes || sluice_private.count_in_frames(v_fired);
      exit;
    end if;
    select f.settled, f.queued, f.waiting, f.closing
    into v_round
    from sluice_private.fire_steps(v_fired) as f;
    v_queued := v_queued || v_round.queued;
    v_waiting := v_waiting || v_round.waiting;
    v_closing := v_closing || v_round.closing;
    v_settled := v_round.settled;
    v_fired := null;
  end loop;
  perform sluice_hidden.failpoint('propagated');

  if v_waiting is not null then
    perform sluice_private.start_waits(v_waiting);
  end if;
  return query
  select h.*
  from sluice_private.finish_batch(v_queued, v_waiting, v_closing, v_changes, worker) as h;
end;
$$;

comment on function sluice_private.propagate(
  sluice_private.settled_step[], sluice_private.fired_step[],
  sluice_private.closing_execution[], sluice_private.frame_change[], sluice_private.workers
) is
  'Moves locked executions on from steps that have ended or fire, round by round, as far as the '
  'engine can; returns the steps this worker may run at once.';
