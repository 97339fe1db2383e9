create or replace function sluice_private.defer_reports(reports sluice_private.step_report[])
returns bigint[]
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_tokens bigint[];
begin
  if cardinality(reports) = 0 then
    return array[]::bigint[];
  end if;
  with deferred as (
    insert into sluice_private.arrivals (
      organization_id, execution_id, kind, token, worker_id, epoch, outcome, body
    )
    select
      r.organization_id, r.execution_id, 'report', r.token, r.worker_id, r.epoch, r.outcome,
      r.body::text
    from (select r.* from unnest(reports) as r limit cardinality(reports)) as r
    inner join sluice_private.step_leases as lease
      on lease.organization_id = any (array[r.organization_id])
      and lease.slot = r.token & -32
      and lease.token = r.token
      and lease.worker_id is not distinct from r.worker_id
      and lease.epoch = r.epoch
    returning arrivals.token
  )
  select coalesce(array_agg(deferred.token), '{}') into v_tokens from deferred;
  return v_tokens;
end;
$$;

comment on function sluice_private.defer_reports(sluice_private.step_report[]) is
  'Notes reports whose leases hold but whose executions somebody else has locked; says which.';
