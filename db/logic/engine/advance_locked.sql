create or replace function sluice_private.advance_locked(
  organization_ids uuid[],
  execution_ids uuid[],
  host sluice_private.workers default null,
  room int default 0
)
returns sluice_private.handed_step[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_handed sluice_private.handed_step[];
  v_arrivals sluice_private.arrivals[];
  v_kinds text[];
  v_ended record;
  v_decided record;
  v_settled sluice_private.settled_step[];
  v_fired sluice_private.fired_step[];
  v_closing sluice_private.closing_frame[];
  v_changes sluice_private.frame_change[];
begin
  v_arrivals := sluice_private.take_arrivals(organization_ids, execution_ids);
  perform sluice_private.change_pauses(v_arrivals);
  v_kinds := array(select distinct a.kind from unnest(v_arrivals) as a);
  if 'start' = any (v_kinds) then
    v_settled := sluice_private.take_starts(array(
      select a from unnest(v_arrivals) as a where a.kind = 'start'
    ));
  end if;
  v_ended := sluice_private.end_suspended(organization_ids, execution_ids, v_arrivals);
  v_settled := v_settled || v_ended.settled;
  v_closing := v_ended.closing;
  v_changes := v_ended.changes;
  if v_kinds <> '{}' then
    v_decided := sluice_private.sort_arrivals(v_arrivals);
    v_fired := v_decided.fired;
    v_closing := v_decided.closing || v_closing;
    v_changes := v_decided.changes || v_changes;
  end if;
  if 'settle' = any (v_kinds) then
    v_fired := array(
      select f
      from unnest(v_fired) as f
      inner join sluice_private.frames as frame
        on frame.organization_id = f.organization_id
        and frame.execution_id = f.execution_id
        and frame.frame_id = f.frame_id
    );
  end if;

  if cardinality(v_settled) > 0 or cardinality(v_fired) > 0 or cardinality(v_closing) > 0
    or cardinality(v_changes) > 0
  then
    v_handed := array(
      select h
      from sluice_private.propagate(
        v_settled, v_fired, v_closing, v_changes, host, room
      ) as h
    );
  end if;
  if 'report' = any (v_kinds) then
    perform sluice_private.settle_deferred(v_arrivals);
  end if;
  return v_handed;
end;
$$;

comment on function sluice_private.advance_locked(
  uuid[], uuid[], sluice_private.workers, int
) is
  'Acts on everything that has arrived at, or is due in, executions that are locked; the steps '
  'among what follows that this host may run at once, up to its room.';
