/* Fuel: a transaction burns 10,000 steps, or 500 rounds (a round burns 20 at least). What is in a
   container burns five times as much, for its frame, and a container 15 more when it begins and for
   each iteration that ends. What is left when it is spent, or when enough bytes have been made of
   what has fired, becomes arrivals. */
create or replace function sluice_private.run_rounds(
  inout settled sluice_private.settled_step[],
  inout fired sluice_private.fired_step[],
  inout fuel int,
  out queued sluice_private.queued_step[],
  out waiting sluice_private.settled_step[],
  out closing sluice_private.closing_frame[],
  out changes sluice_private.frame_change[],
  out ended sluice_private.ended_line[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_lines record;
  v_round record;
  v_recalled sluice_private.settled_step[];
  v_begun record;
begin
  loop
    if cardinality(settled) > 0 then
      v_lines := sluice_private.follow_lines(settled);
      queued := queued || v_lines.queued;
      perform sluice_private.keep_outputs(v_lines.settled);
      fired := fired || sluice_private.decide_joins(
        sluice_private.record_steps(v_lines.settled)
      );
    end if;
    if exists (select from unnest(fired) as f where f.cancels) then
      select c.fired, c.queued, c.changes
      into fired, queued, changes
      from sluice_private.cancel_regions(fired, queued, changes) as c;
    end if;
    select h.fired, h.changes
    into fired, changes from sluice_private.hold_paused(fired, changes) as h;
    if exists (select from unnest(fired) as f where f.takes_turns) then
      fired := sluice_private.hold_turns(fired);
    end if;
    exit when coalesce(cardinality(fired), 0) = 0;
    if fuel >= 10000 then
      perform sluice_private.defer_fired(fired, false);
      changes := changes || sluice_private.count_in_frames(fired);
      exit;
    end if;
    fuel := fuel + sluice_private.fuel_of(fired);
    select r.fired, r.settled
    into fired, v_recalled
    from sluice_private.recall_steps(fired) as r;
    v_lines := sluice_private.fire_lines(fired, 50);
    ended := ended || v_lines.ended;
    select f.* into v_round from sluice_private.fire_within(v_lines.fired) as f;
    select s.*
    into v_begun
    from sluice_private.start_fired(
      v_round.timed, v_round.waiting, v_round.calling, v_round.opening
    ) as s;
    settled := v_recalled || v_lines.settled || v_round.settled || v_begun.settled;
    fired := v_begun.fired || v_round.left_over;
    queued := queued || v_round.queued;
    waiting := waiting || v_round.waiting || v_begun.called;
    closing := closing || v_round.closing || v_begun.closing;
    changes := changes || v_begun.changes;
    fuel := fuel + coalesce(15 * cardinality(v_round.opening), 0) + coalesce(v_lines.passed, 0)
      + case when cardinality(v_round.left_over) > 0 then 10000 else 0 end;
  end loop;
  changes := changes || array(
    select (q.organization_id, q.execution_id, q.frame_id, 1)::sluice_private.frame_change
    from unnest(queued) as q
    union all
    select (w.organization_id, w.execution_id, w.frame_id, 1)::sluice_private.frame_change
    from unnest(waiting) as w
  );
end;
$$;

comment on function sluice_private.run_rounds(
  sluice_private.settled_step[], sluice_private.fired_step[], int
) is
  'Records steps that have ended and fires those that follow, round by round, until nothing is '
  'left that the engine can run or the fuel is spent.';
