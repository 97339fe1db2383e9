/* One execution at a time: its partition is then found before the statement begins. */
create or replace function sluice_private.judge_runs(
  job sluice.scheduled_jobs,
  out failures int,
  out unjudged uuid[]
)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_id uuid;
  v_status text;
begin
  failures := job.consecutive_failures;
  unjudged := '{}';
  foreach v_id in array job.unjudged loop
    select execution.status
    into v_status
    from sluice_private.executions as execution
    where execution.organization_id = job.organization_id and execution.id = v_id;
    if not found then
      unjudged := unjudged || v_id;
    elsif v_status in ('failed', 'timed_out') then
      failures := failures + 1;
    elsif v_status = 'completed' then
      failures := 0;
    end if;
  end loop;
end;
$$;

comment on function sluice_private.judge_runs(sluice.scheduled_jobs) is
  'How many executions of a schedule in a row have failed, and those that have not ended.';
