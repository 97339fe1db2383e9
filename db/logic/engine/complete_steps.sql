/* A door. Lock order: executions first. A report whose execution is held by somebody else becomes
   an arrival; its lease stays, and stays the fence. What fails on the straight way takes the
   rounds, which find the one report that is the cause. */
-- lint: allow when-others: nothing is lost, the rounds meet the same failure and handle it
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
  v_tokens bigint[] := array[]::bigint[];
  v_verdicts text[];
  v_handed sluice_private.handed_step[];
  v_others record;
  v_is_cut boolean := false;
begin
  begin
    select coalesce(p.passed, '{}'), p.handed
    into v_tokens, v_handed
    from sluice_private.pass_on(
      v_worker, organization_ids, execution_ids, tokens, outcomes, results
    ) as p;
  exception
    when query_canceled or out_of_memory then
      v_is_cut := true;
    when insufficient_resources or lock_not_available or deadlock_detected
      or serialization_failure or operator_intervention
    then
      raise;
    when others then
      null;
  end;
  v_verdicts := array_fill('recorded'::text, array[cardinality(v_tokens)]);
  if cardinality(v_tokens) < cardinality(tokens) then
    v_others := sluice_private.settle_others(
      v_worker, organization_ids, execution_ids, tokens, outcomes, results, v_tokens, v_is_cut
    );
    v_tokens := v_tokens || array(select r.token from unnest(v_others.reports) as r);
    v_verdicts := v_verdicts || v_others.verdicts;
    v_handed := sluice_private.still_leased(v_handed, v_others.reports) || v_others.handed;
  end if;
  perform sluice_hidden.failpoint('completed');

  return query
  select
    known.token, known.verdict, h.organization_id, h.token, h.execution_id, h.node_id, h.action,
    h.attempt, h.idempotency_key,
    case when strpos(h.input, 'approval-token:') > 0
      then sluice_private.reveal_links(h.organization_id, h.input)
      else h.input
    end,
    h.timeout_ms
  from (
    select next.after_token as token, 'recorded' as verdict, next as step
    from unnest(v_handed) as next
    union all
    select told.token, told.verdict, null
    from unnest(v_tokens, v_verdicts) as told (token, verdict)
    where told.token not in (select next.after_token from unnest(v_handed) as next)
  ) as known
  cross join lateral (select (known.step).*) as h;
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
