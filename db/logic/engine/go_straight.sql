/* What fails here takes the rounds, which find the one execution that is the cause. What it gives
   is set last: a variable keeps its value when what has led to it is undone. */
-- lint: allow when-others: nothing is lost, the rounds meet the same failure and handle it
create or replace function sluice_private.go_straight(
  organization_ids uuid[],
  execution_ids uuid[],
  host sluice_private.workers,
  room int,
  has_starts boolean,
  has_due boolean,
  out moved uuid[],
  out handed sluice_private.handed_step[],
  out is_cut boolean
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_is_direct boolean := cardinality(execution_ids) <= room;
  v_begun uuid[];
  v_woken uuid[];
  v_handed sluice_private.handed_step[];
  v_fired sluice_private.fired_step[];
begin
  is_cut := false;
  if has_starts then
    select b.begun, b.handed, b.fired
    into v_begun, v_handed, v_fired
    from sluice_private.begin_lines(organization_ids, execution_ids, host, v_is_direct) as b;
  end if;
  if has_due then
    select w.woken, v_handed || w.handed
    into v_woken, v_handed
    from sluice_private.wake_lines(organization_ids, execution_ids, host, v_is_direct) as w;
  end if;
  if v_fired is not null then
    v_handed := v_handed || array(
      select h from sluice_private.propagate(
        null, v_fired, null, array(
          select (f.organization_id, f.execution_id, 0, -1)::sluice_private.frame_change
          from unnest(v_fired) as f
        ), host, case when v_is_direct then cardinality(v_fired) else 0 end
      ) as h
    );
  end if;
  moved := v_begun || v_woken;
  handed := v_handed;
exception
  when query_canceled or out_of_memory then
    is_cut := true;
  when insufficient_resources or lock_not_available or deadlock_detected
    or serialization_failure or operator_intervention
  then
    raise;
  when others then
    null;
end;
$$;

comment on function sluice_private.go_straight(
  uuid[], uuid[], sluice_private.workers, int, boolean, boolean
) is
  'begin_lines and wake_lines, and what follows at once: which executions that has moved; or '
  'nothing where it fails, and whether that was because it took too long.';
