create or replace function sluice_private.propagate(
  settled sluice_private.settled_step[],
  fired sluice_private.fired_step[],
  closing sluice_private.closing_frame[],
  changes sluice_private.frame_change[],
  worker sluice_private.workers,
  room int default 0
)
returns setof sluice_private.handed_step
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_settled sluice_private.settled_step[] := settled;
  v_fired sluice_private.fired_step[] := fired;
  v_closing sluice_private.closing_frame[] := closing;
  v_changes sluice_private.frame_change[] := changes;
  v_queued sluice_private.queued_step[];
  v_waiting sluice_private.settled_step[];
  v_undoing sluice_private.fired_step[];
  v_ended sluice_private.ended_line[];
  v_fuel int := 0;
  v_round record;
begin
  loop
    select r.*
    into v_round
    from sluice_private.run_rounds(v_settled, v_fired, v_fuel) as r;
    v_fuel := v_round.fuel;
    v_queued := v_queued || v_round.queued;
    v_waiting := v_waiting || v_round.waiting;
    v_closing := v_closing || v_round.closing;
    v_changes := v_changes || v_round.changes;
    v_ended := v_ended || array(
      select e from unnest(v_round.ended) as e
      where e.execution_id not in (select c.execution_id from unnest(v_closing) as c)
    );
    if exists (
      select from unnest(v_closing) as c
      where c.frame_id = 0 and c.status in ('failed', 'timed_out')
    ) then
      select u.queued, u.closing, u.changes, u.fired
      into v_queued, v_closing, v_changes, v_undoing
      from sluice_private.compensate_executions(v_queued, v_closing, v_changes) as u;
      if v_undoing is not null then
        v_settled := null;
        v_fired := v_undoing;
        continue;
      end if;
    end if;
    exit when not exists (select from unnest(v_changes) as c where c.frame_id <> 0)
      and not exists (select from unnest(v_closing) as c where c.frame_id <> 0);
    select t.*
    into v_round
    from sluice_private.turn_frames(v_queued, v_closing, v_changes, v_fuel) as t;
    v_fuel := v_round.fuel;
    v_queued := v_round.queued;
    v_closing := v_round.closing;
    v_changes := v_round.changes;
    v_settled := v_round.settled;
    v_fired := v_round.fired;
  end loop;
  perform sluice_hidden.failpoint('propagated');
  perform sluice_private.end_lines(nullif(v_ended, '{}'));

  return query
  select h.*
  from sluice_private.finish_batch(v_queued, v_waiting, v_closing, v_changes, worker, room) as h;
end;
$$;

comment on function sluice_private.propagate(
  sluice_private.settled_step[], sluice_private.fired_step[],
  sluice_private.closing_frame[], sluice_private.frame_change[], sluice_private.workers, int
) is
  'Moves locked executions on from steps that have ended or fire, round by round, as far as the '
  'engine can; returns the steps this worker may run at once.';
