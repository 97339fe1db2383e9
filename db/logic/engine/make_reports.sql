create or replace function sluice_private.make_reports(
  worker sluice_private.workers,
  organization_ids uuid[],
  execution_ids uuid[],
  tokens bigint[],
  outcomes text[],
  results text[]
)
returns sluice_private.step_report[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (
    select from unnest(outcomes) as outcome
    where outcome is null or outcome not in ('completed', 'failed')
  ) or cardinality(array_remove(results, null)) <> cardinality(tokens) then
    raise exception using
      errcode = 'SLVAL',
      message = 'a report needs an outcome and a result',
      hint = 'Outcomes are completed and failed; a result is JSON text, null as ''null''.';
  end if;
  return array(
    select (
      r.organization_id, r.execution_id, r.token, worker.id, worker.epoch,
      case when screened.body is null then 'failed' else r.outcome end,
      coalesce(screened.body, sluice_private.unstorable(r.body))
    )::sluice_private.step_report
    from unnest(organization_ids, execution_ids, tokens, outcomes, results)
      as r (organization_id, execution_id, token, outcome, body)
    cross join lateral (
      select case when octet_length(r.body) <= sluice_hidden.max_value_bytes()
        then sluice_hidden.try_jsonb(r.body) end as value
      offset 0
    ) as read
    cross join lateral (
      select case when not sluice_hidden.is_oversized(read.value) then read.value end as body
      offset 0
    ) as screened
    where r.token is not null
  );
end;
$$;

comment on function sluice_private.make_reports(
  sluice_private.workers, uuid[], uuid[], bigint[], text[], text[]
) is
  'Parallel arrays, as a driver sends them, as reports; a result that cannot be stored is a '
  'failure.';
