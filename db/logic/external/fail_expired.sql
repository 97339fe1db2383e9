create or replace function sluice_private.fail_expired(leases sluice_private.step_leases[])
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform sluice_private.defer_reports(array(
    select (
      l.organization_id, l.execution_id, l.token, l.worker_id, l.epoch, 'failed',
      jsonb_build_object(
        'class', 'crash', 'retryable', false, 'message', 'Maximum retries exceeded',
        'detail', format('%s locks have expired', l.crashes + 1)
      )
    )::sluice_private.step_report
    from unnest(leases) as l
  ));
  return cardinality(leases);
end;
$$;

comment on function sluice_private.fail_expired(sluice_private.step_leases[]) is
  'Reports steps as failed whose locks have expired too often; says how many.';
