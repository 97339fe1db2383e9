create or replace function sluice.next_runs(schedule_id uuid, at_most int default 10)
returns setof timestamptz
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_job sluice.scheduled_jobs := sluice_private.find_schedule(schedule_id, 'read');
begin
  return query select r.* from sluice_private.list_runs(v_job, v_job.next_run, at_most) as r;
end;
$$;

comment on function sluice.next_runs(uuid, int) is
  'The next instants (10, at most 1,000) at which a schedule fires; none while it is not active.';
grant execute on function sluice.next_runs(uuid, int) to sluice_member, sluice_admin;
