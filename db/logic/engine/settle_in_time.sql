create or replace function sluice_private.settle_in_time(
  reports sluice_private.step_report[],
  worker sluice_private.workers,
  out tokens bigint[],
  out handed sluice_private.handed_step[],
  out deferred bigint[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  select s.tokens, s.handed
  into tokens, handed
  from sluice_private.settle_guarded(reports, worker) as s;
exception
  when query_canceled or out_of_memory then
    tokens := '{}';
    handed := '{}';
    deferred := sluice_private.defer_apart(reports);
end;
$$;

comment on function sluice_private.settle_in_time(
  sluice_private.step_report[], sluice_private.workers
) is
  'settle_guarded; reports that run into statement_timeout, or out of memory, are deferred and '
  'their executions set apart.';
