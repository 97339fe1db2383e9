create or replace function sluice_private.next_schedule()
returns timestamptz
language sql
stable
return (
  select job.due_at
  from sluice.scheduled_jobs as job
  where job.due_at is not null
  order by job.due_at
  limit 1
);

comment on function sluice_private.next_schedule() is
  'When the next schedule is due; null when there is none.';
