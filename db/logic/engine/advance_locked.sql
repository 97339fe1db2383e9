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
  v_decided record;
  v_settled sluice_private.settled_step[];
begin
  v_arrivals := sluice_private.take_arrivals(organization_ids, execution_ids);
  perform sluice_private.change_pauses(v_arrivals);
  v_arrivals := sluice_private.start_lines(v_arrivals);
  v_settled := sluice_private.take_starts(array(
    select a from unnest(v_arrivals) as a where a.kind = 'start'
  ));
  select e.settled, e.closing, e.changes
  into v_ended
  from sluice_private.end_suspended(organization_ids, execution_ids, v_arrivals) as e;
  select d.fired, d.closing, d.changes
  into v_decided
  from sluice_private.sort_arrivals(v_arrivals) as d;
  if exists (select from unnest(v_arrivals) as a where a.kind = 'settle') then
    v_decided.fired := array(
      select f
      from unnest(v_decided.fired) as f
      inner join sluice_private.frames as frame
        on frame.organization_id = f.organization_id
        and frame.execution_id = f.execution_id
        and frame.frame_id = f.frame_id
    );
  end if;

  perform sluice_private.propagate(
    v_settled || v_ended.settled, v_decided.fired, v_decided.closing || v_ended.closing,
    v_decided.changes || v_ended.changes, null
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
