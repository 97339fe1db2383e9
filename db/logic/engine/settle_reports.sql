create or replace function sluice_private.settle_reports(
  reports sluice_private.step_report[],
  worker sluice_private.workers,
  out tokens bigint[],
  out handed sluice_private.handed_step[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_fenced record;
begin
  handed := '{}';
  select f.settled, f.retrying, f.tokens, f.cached, f.has_outputs
  into v_fenced
  from sluice_private.fence_reports(reports) as f;
  tokens := coalesce(v_fenced.tokens, '{}');

  if v_fenced.retrying is not null then
    perform sluice_private.delay_retries(v_fenced.retrying);
  end if;
  if v_fenced.settled is null then
    return;
  end if;
  if v_fenced.cached is not null then
    perform sluice_private.keep_results(v_fenced.cached);
  end if;
  if v_fenced.has_outputs then
    v_fenced.settled := sluice_private.shape_outputs(v_fenced.settled);
  end if;

  handed := array(
    select h
    from sluice_private.propagate(
      v_fenced.settled,
      null,
      sluice_private.closings_of(v_fenced.settled),
      array(
        select (s.organization_id, s.execution_id, s.frame_id, -1)::sluice_private.frame_change
        from unnest(v_fenced.settled) as s
      ),
      worker
    ) as h
  );
end;
$$;

comment on function sluice_private.settle_reports(
  sluice_private.step_report[], sluice_private.workers
) is
  'Acts on reports about executions that are locked: which tokens counted, which steps come back.';
