/* Tokens are looked up by hashed subplans (`in`): a batch joined to itself row by row would be
   quadratic. */
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
as $$
begin
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
    from unnest(handed) as next
    union all
    select
      r.token,
      case
        when r.token in (select unnest(recorded)) or again.is_recorded then 'recorded'
        when r.token in (select unnest(deferred)) then 'deferred'
        else 'stale'
      end,
      again.next
    from unnest(reports) as r
    left join lateral (
      select true as is_recorded, (select f from sluice_private.follow_ups_of(r) as f) as next
      where r.token not in (select unnest(recorded || deferred))
        and sluice_private.was_recorded(r)
      offset 0
    ) as again on true
    where r.token not in (select next.after_token from unnest(handed) as next)
  ) as known
  cross join lateral (select (known.step).*) as h;
end;
$$;

comment on function sluice_private.answer_reports(
  sluice_private.step_report[], bigint[], bigint[], sluice_private.handed_step[]
) is
  'What a worker is told of each report, and the step it may run next.';
