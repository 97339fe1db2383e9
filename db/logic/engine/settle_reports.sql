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
  v_passed record;
  v_rest sluice_private.step_report[] := reports;
  v_fenced record;
  v_next sluice_private.handed_step[];
begin
  tokens := '{}';
  handed := '{}';
  if not worker.is_draining and not exists (select from sluice_private.paused_scopes) then
    select p.tokens, p.handed into v_passed from sluice_private.pass_on(reports, worker) as p;
    tokens := coalesce(v_passed.tokens, '{}');
    handed := coalesce(v_passed.handed, '{}');
  end if;
  if cardinality(tokens) = cardinality(reports) then
    return;
  elsif cardinality(tokens) > 0 then
    v_rest := array(
      select r from unnest(reports) as r where r.token not in (select unnest(tokens))
    );
  end if;

  select f.settled, f.retrying, f.tokens, f.cached, f.has_outputs
  into v_fenced
  from sluice_private.fence_reports(v_rest) as f;
  tokens := tokens || v_fenced.tokens;

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

  v_next := array(
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
  handed := sluice_private.still_leased(handed, v_rest) || v_next;
end;
$$;

comment on function sluice_private.settle_reports(
  sluice_private.step_report[], sluice_private.workers
) is
  'Acts on reports about executions that are locked: which tokens counted, which steps come back.';
