/* A door. Lock order: executions first. A report whose execution is held by somebody else becomes
   an arrival; its lease stays, and stays the fence. */
create or replace function sluice_private.complete_steps(
  worker_id uuid,
  epoch bigint,
  organization_ids uuid[],
  execution_ids uuid[],
  tokens bigint[],
  outcomes text[],
  results text[]
)
returns table (
  token bigint,
  verdict text,
  next_organization_id uuid,
  next_token bigint,
  next_execution_id uuid,
  next_node_id text,
  next_action text,
  next_attempt int,
  next_idempotency_key text,
  next_input text,
  next_timeout_ms int
)
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set jit = off
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set enable_bitmapscan = off
set enable_sort = off
as $$
declare
  v_worker sluice_private.workers := sluice_private.find_worker(worker_id, epoch);
  v_locked uuid[] := sluice_private.divert(
    organization_ids, execution_ids,
    sluice_private.lock_executions(organization_ids, execution_ids), false
  );
  v_reports sluice_private.step_report[] := sluice_private.make_reports(
    v_worker, organization_ids, execution_ids, tokens, outcomes, results
  );
  v_now sluice_private.step_report[] := array(
    select r from unnest(v_reports) as r where (r.execution_id in (select unnest(v_locked))) is true
  );
  v_done record;
  v_deferred bigint[];
begin
  perform sluice_hidden.failpoint('locked');
  if cardinality(v_now) > 0 then
    select s.tokens, s.handed, s.deferred
    into v_done
    from sluice_private.settle_in_time(v_now, v_worker) as s;
  else
    select
      '{}'::bigint[] as tokens, '{}'::sluice_private.handed_step[] as handed,
      '{}'::bigint[] as deferred
    into v_done;
  end if;
  v_deferred := v_done.deferred || sluice_private.defer_reports(
    array(
      select r from unnest(v_reports) as r
      where r.execution_id not in (select unnest(v_locked))
    )
  );
  perform sluice_hidden.failpoint('completed');

  return query
  select reply.*
  from sluice_private.answer_reports(
    v_reports, v_done.tokens, v_deferred, v_done.handed
  ) as reply;
end;
$$;

comment on function sluice_private.complete_steps(
  uuid, bigint, uuid[], uuid[], bigint[], text[], text[]
) is
  'Reports of a worker, in one transaction with all that follows. Per token: recorded (also '
  'when it was so before), stale, or deferred; and the step that this worker may run next.';
grant execute on function sluice_private.complete_steps(
  uuid, bigint, uuid[], uuid[], bigint[], text[], text[]
) to sluice_worker;
