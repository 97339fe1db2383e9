-- lint: allow when-others: a poisoned item is found by halving, so that it never fails its batch
create or replace function sluice_private.settle_guarded(
  reports sluice_private.step_report[],
  worker sluice_private.workers,
  out tokens bigint[],
  out handed sluice_private.handed_step[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_half int := cardinality(reports) / 2;
  v_left record;
  v_right record;
begin
  select s.tokens, s.handed
  into tokens, handed
  from sluice_private.settle_reports(reports, worker) as s;
exception
  when insufficient_resources or lock_not_available or deadlock_detected
    or serialization_failure or operator_intervention
  then
    raise;
  when others then
    if v_half = 0 then
      perform sluice_private.defer_reports(reports);
      perform sluice_private.park_execution(
        (reports[1]).organization_id, (reports[1]).execution_id, sqlstate, sqlerrm
      );
      tokens := array[(reports[1]).token];
      return;
    end if;
    select s.tokens, s.handed
    into v_left
    from sluice_private.settle_guarded(reports[:v_half], worker) as s;
    select s.tokens, s.handed
    into v_right
    from sluice_private.settle_guarded(reports[v_half + 1:], worker) as s;
    tokens := v_left.tokens || v_right.tokens;
    handed := v_left.handed || v_right.handed;
end;
$$;

comment on function sluice_private.settle_guarded(
  sluice_private.step_report[], sluice_private.workers
) is
  'settle_reports, with a batch that fails halved until the one report that cannot be processed '
  'is alone: it is kept, and its execution parked.';
