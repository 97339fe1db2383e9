create or replace function sluice_private.advance_locked(
  organization_ids uuid[],
  execution_ids uuid[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_arrivals sluice_private.arrivals[];
  v_timers record;
  v_waited sluice_private.settled_step[];
  v_settled sluice_private.settled_step[];
  v_fired sluice_private.fired_step[];
  v_closing sluice_private.closing_frame[];
  v_changes sluice_private.frame_change[];
begin
  v_arrivals := sluice_private.take_arrivals(organization_ids, execution_ids);
  perform sluice_private.change_pauses(v_arrivals);
  v_settled := sluice_private.take_starts(array(
    select a from unnest(v_arrivals) as a where a.kind = 'start'
  ));
  v_waited := sluice_private.take_events(v_arrivals);
  select t.settled, t.closing
  into v_timers
  from sluice_private.take_timers(organization_ids, execution_ids) as t;
  v_waited := v_waited || v_timers.settled || sluice_private.settle_by_hand(v_arrivals);

  select
    array_agg((
      a.organization_id, a.execution_id, live.version_id, a.frame_id, a.step_no, a.generation,
      a.kind = 'fire', null, null, null, false
    )::sluice_private.fired_step) filter (where a.kind in ('fire', 'skip')),
    array_agg((
      a.organization_id, a.execution_id, 0, 'cancelled', null, a.body::jsonb
    )::sluice_private.closing_frame) filter (where a.kind = 'cancel'),
    array_agg((
      a.organization_id, a.execution_id, a.frame_id,
      case when a.kind in ('start', 'fire', 'skip') then -1 else 0 end
    )::sluice_private.frame_change) filter (where a.kind not in ('cancel', 'pause', 'report'))
  into v_fired, v_closing, v_changes
  from (select a.* from unnest(v_arrivals) as a limit cardinality(v_arrivals)) as a
  cross join lateral (
    select e.version_id
    from sluice_private.live_executions as e
    where e.organization_id = a.organization_id and e.id = a.execution_id
    offset 0
  ) as live;
  v_changes := v_changes || array(
    select (s.organization_id, s.execution_id, s.frame_id, -1)::sluice_private.frame_change
    from unnest(v_waited) as s
  );

  perform sluice_private.propagate(
    v_settled || v_waited, v_fired, v_closing || v_timers.closing, v_changes, null
  );
  perform sluice_private.settle_reports(
    array(
      select (
        a.organization_id, a.execution_id, a.token, a.worker_id, a.epoch, a.outcome,
        a.body::jsonb, 16
      )::sluice_private.step_report
      from unnest(v_arrivals) as a
      where a.kind = 'report'
    ),
    null
  );
end;
$$;

comment on function sluice_private.advance_locked(uuid[], uuid[]) is
  'Acts on everything that has arrived at, or is due in, executions that are locked.';
