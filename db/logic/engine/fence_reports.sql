/* The fence: a report counts only if its lease is still there, bound to this worker and epoch.
   The policy of the step then decides what the outcome means (R6). */
create or replace function sluice_private.fence_reports(
  reports sluice_private.step_report[],
  out settled sluice_private.settled_step[],
  out retrying sluice_private.settled_step[],
  out tokens bigint[],
  out cached sluice_private.settled_step[],
  out has_outputs boolean
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_timed sluice_private.settled_step[];
begin
  with fenced as materialized (
    delete from sluice_private.step_leases as lease
    using (select r.* from unnest(reports) as r limit cardinality(reports)) as report
    where lease.organization_id = any (array[report.organization_id])
      and (lease.slot, lease.token) = (report.token & -32, report.token)
      and lease.execution_id is not distinct from report.execution_id
      and lease.worker_id is not distinct from report.worker_id and lease.epoch = report.epoch
    returning lease, lease.token, report.outcome, report.body
  ),
  attempts as (
    insert into sluice_private.step_attempts (
      organization_id, execution_id, frame_id, step_no, generation, attempt, crash, token,
      worker_id, epoch, status, error, started_at, finished_at
    )
    select
      (f.lease).organization_id, (f.lease).execution_id, (f.lease).frame_id, (f.lease).step_no,
      (f.lease).generation, (f.lease).attempt, (f.lease).crashes, f.token, (f.lease).worker_id,
      (f.lease).epoch, f.outcome, case f.outcome when 'failed' then f.body end,
      (f.lease).bound_at, greatest(v_now, (f.lease).bound_at)
    from fenced as f
  ),
  judged as (
    select f.token, verdict.is_retry, (step.known).timeout is not null as is_timed,
      (step.known).cache_ttl is not null and f.outcome = 'completed' as is_cached,
      (step.known).output_template is not null as has_output,
      sluice_private.judge_report(
      f.lease, step.known, f.outcome, f.body, verdict.is_retry, v_now
    ) as step
    from fenced as f
    cross join lateral (
      select w as known
      from sluice.workflow_steps as w
      where w.organization_id = (f.lease).organization_id
        and w.version_id = (f.lease).version_id
        and w.step_no = (f.lease).step_no
      offset 0
    ) as step
    cross join lateral (
      select f.outcome = 'failed' and (f.lease).attempt < (step.known).max_attempts
        and (f.body -> 'retryable') is distinct from 'false'
        and ((step.known).retry_when is null
          or f.body ->> 'class' = any ((step.known).retry_when)) as is_retry
    ) as verdict
  )
  select
    array_agg(j.step) filter (where not j.is_retry),
    array_agg(j.step) filter (where j.is_retry),
    array_agg(j.token),
    array_agg(j.step) filter (where j.is_timed and not j.is_retry),
    array_agg(j.step) filter (where j.is_cached), bool_or(j.has_output)
  into settled, retrying, tokens, v_timed, cached, has_outputs
  from judged as j;
  if v_timed is not null then
    perform sluice_private.forget_timeouts(v_timed);
  end if;
end;
$$;

comment on function sluice_private.fence_reports(sluice_private.step_report[]) is
  'Takes the leases of reports away: which steps have ended, which are tried again, which '
  'tokens counted, which results are to be kept, and whether outputs are replaced.';
