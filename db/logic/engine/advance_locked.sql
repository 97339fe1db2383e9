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
  v_ended record;
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
  select e.settled, e.closing, e.changes
  into v_ended
  from sluice_private.end_suspended(organization_ids, execution_ids, v_arrivals) as e;

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

  perform sluice_private.propagate(
    v_settled || v_ended.settled, v_fired, v_closing || v_ended.closing,
    v_changes || v_ended.changes, null
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
