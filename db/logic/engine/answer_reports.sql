/* Hash joins are on again here: a batch joined to itself row by row would be quadratic. */
create or replace function sluice_private.answer_reports(
  reports sluice_private.step_report[],
  recorded bigint[],
  deferred bigint[],
  handed sluice_private.handed_step[]
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
set search_path = pg_catalog, pg_temp
set enable_hashjoin = on
as $$
begin
  return query
  with answered as (
    select r as report, r.token as reported, done.token is not null as is_recorded,
      done.token is null and later.token is not null as is_deferred
    from unnest(reports) as r
    left join unnest(recorded) as done (token) on done.token = r.token
    left join unnest(deferred) as later (token) on later.token = r.token
  ),
  known as (
    select a.report, a.reported, a.is_recorded, a.is_deferred,
      not a.is_recorded and not a.is_deferred and sluice_private.was_recorded(a.report) as is_again
    from answered as a
  ),
  following as (
    select h as step from unnest(handed) as h
    union all
    select h
    from known
    cross join lateral sluice_private.follow_ups_of(known.report) as h
    where known.is_again
  )
  select
    known.reported,
    case
      when known.is_recorded or known.is_again then 'recorded'
      when known.is_deferred then 'deferred'
      else 'stale'
    end,
    (f.step).organization_id, (f.step).token, (f.step).execution_id, (f.step).node_id,
    (f.step).action, (f.step).attempt, (f.step).idempotency_key,
    case when strpos((f.step).input, 'approval-token:') > 0
      then sluice_private.reveal_links((f.step).organization_id, (f.step).input)
      else (f.step).input
    end,
    (f.step).timeout_ms
  from known
  left join following as f on (f.step).after_token = known.reported;
end;
$$;

comment on function sluice_private.answer_reports(
  sluice_private.step_report[], bigint[], bigint[], sluice_private.handed_step[]
) is
  'What a worker is told of each report, and the step it may run next.';
