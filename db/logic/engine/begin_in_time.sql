/* What fails here takes the rounds, which find the one execution that is the cause. */
-- lint: allow when-others: nothing is lost, the rounds meet the same failure and handle it
create or replace function sluice_private.begin_in_time(
  organization_ids uuid[],
  execution_ids uuid[],
  at_most int,
  host sluice_private.workers,
  room int,
  out begun uuid[],
  out handed sluice_private.handed_step[],
  out is_cut boolean
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_count int := cardinality(execution_ids);
  v_end int := least(v_count, at_most + (at_most + 1) / 2);
begin
  is_cut := false;
  select b.begun, b.handed
  into begun, handed
  from sluice_private.begin_lines(
    organization_ids[:at_most], execution_ids[:at_most], host, least(v_count, at_most) <= room
  ) as b;
  if begun is null and v_end > at_most then
    select b.begun, b.handed
    into begun, handed
    from sluice_private.begin_lines(
      organization_ids[at_most + 1:v_end], execution_ids[at_most + 1:v_end], host,
      v_end - at_most <= room
    ) as b;
  end if;
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
  uuid[], uuid[], int, sluice_private.workers, int
) is
  'begin_lines for the first of these executions, or for some of the others where none of them '
  'can be had, or nothing where it fails; and whether that was because it took too long.';
