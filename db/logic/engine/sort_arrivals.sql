create or replace function sluice_private.sort_arrivals(
  arrivals sluice_private.arrivals[],
  out fired sluice_private.fired_step[],
  out closing sluice_private.closing_frame[],
  out changes sluice_private.frame_change[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_locks record;
begin
  select
    array_agg((
      a.organization_id, a.execution_id, live.version_id, a.frame_id, a.step_no, a.generation,
      a.kind = 'fire', null, false, a.frame_id <> 0
    )::sluice_private.fired_step) filter (where a.kind in ('fire', 'skip')),
    array_agg((
      a.organization_id, a.execution_id, 0, 'cancelled', null, a.body::jsonb
    )::sluice_private.closing_frame) filter (where a.kind = 'cancel'),
    array_agg((
      a.organization_id, a.execution_id, a.frame_id,
      case when a.kind in ('start', 'fire', 'skip', 'done') then -1 else 0 end
    )::sluice_private.frame_change) filter (where a.kind not in ('cancel', 'pause', 'report'))
  into fired, closing, changes
  from (select a.* from unnest(arrivals) as a limit cardinality(arrivals)) as a
  cross join lateral (
    select e.version_id
    from sluice_private.live_executions as e
    where e.organization_id = a.organization_id and e.id = a.execution_id
    offset 0
  ) as live;
  if exists (select from unnest(arrivals) as a where a.kind = 'lock') then
    select l.fired, l.changes
    into v_locks
    from sluice_private.take_locks(arrivals) as l;
    fired := fired || v_locks.fired;
    changes := changes || v_locks.changes;
  end if;
end;
$$;

comment on function sluice_private.sort_arrivals(sluice_private.arrivals[]) is
  'What arrivals say: which steps fire or are skipped, which executions are cancelled, what is no '
  'longer under way as an arrival.';
