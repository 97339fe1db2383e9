/* What fails here takes the rounds, which find the one execution that is the cause. What it gives
   is set last: a variable keeps its value when what has led to it is undone. */
-- lint: allow when-others: nothing is lost, the rounds meet the same failure and handle it
create or replace function sluice_private.begin_in_time(
  organization_ids uuid[],
  execution_ids uuid[],
  host sluice_private.workers,
  is_direct boolean,
  out begun uuid[],
  out handed sluice_private.handed_step[],
  out is_cut boolean
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_started record;
begin
  is_cut := false;
  select b.*
  into v_started
  from sluice_private.begin_lines(organization_ids, execution_ids, host, is_direct) as b;
  if v_started.fired is not null then
    v_started.handed := v_started.handed || array(
      select h from sluice_private.propagate(
        null, v_started.fired, null, array(
          select (f.organization_id, f.execution_id, 0, -1)::sluice_private.frame_change
          from unnest(v_started.fired) as f
        ), host, case when is_direct then cardinality(v_started.fired) else 0 end
      ) as h
    );
  end if;
  begun := v_started.begun;
  handed := v_started.handed;
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

comment on function sluice_private.begin_in_time(
  uuid[], uuid[], sluice_private.workers, boolean
) is
  'begin_lines, and what follows at once; or nothing where it fails, and whether that was because '
  'it took too long.';
