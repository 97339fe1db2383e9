create or replace function sluice_private.settle_others(
  worker sluice_private.workers,
  organization_ids uuid[],
  execution_ids uuid[],
  tokens bigint[],
  outcomes text[],
  results text[],
  passed bigint[],
  is_cut boolean,
  out reports sluice_private.step_report[],
  out verdicts text[],
  out handed sluice_private.handed_step[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_locked uuid[] := sluice_private.divert(
    organization_ids, execution_ids,
    sluice_private.lock_executions(organization_ids, execution_ids), false
  );
  v_now sluice_private.step_report[];
  v_recorded bigint[] := array[]::bigint[];
  v_deferred bigint[] := array[]::bigint[];
  v_judged record;
begin
  perform sluice_hidden.failpoint('locked');
  reports := array(
    select r
    from unnest(sluice_private.make_reports(
      worker, organization_ids, execution_ids, tokens, outcomes, results
    )) as r
    where r.token not in (select unnest(passed))
  );
  v_now := array(
    select r from unnest(reports) as r where (r.execution_id in (select unnest(v_locked))) is true
  );
  if is_cut then
    v_deferred := sluice_private.defer_apart(v_now);
  elsif cardinality(v_now) > 0 then
    select s.tokens, s.handed, s.deferred
    into v_recorded, handed, v_deferred
    from sluice_private.settle_in_time(v_now, worker) as s;
  end if;
  v_deferred := v_deferred || sluice_private.defer_reports(array(
    select r from unnest(reports) as r where r.execution_id not in (select unnest(v_locked))
  ));
  v_judged := sluice_private.judge_reports(reports, v_recorded, v_deferred);
  verdicts := v_judged.verdicts;
  handed := handed || v_judged.handed;
end;
$$;

comment on function sluice_private.settle_others(
  sluice_private.workers, uuid[], uuid[], bigint[], text[], text[], bigint[], boolean
) is
  'Acts on the reports of a worker that have not been passed on: which those are, the verdict on '
  'each, and the steps that come back.';
