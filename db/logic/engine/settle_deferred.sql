create or replace function sluice_private.settle_deferred(arrivals sluice_private.arrivals[])
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  perform sluice_private.settle_reports(
    array(
      select (
        a.organization_id, a.execution_id, a.token, a.worker_id, a.epoch, a.outcome,
        a.body::jsonb
      )::sluice_private.step_report
      from unnest(arrivals) as a
      where a.kind = 'report'
    ),
    null
  );
end;
$$;

comment on function sluice_private.settle_deferred(sluice_private.arrivals[]) is
  'Acts on reports that have been deferred; nobody is there to run what follows.';
