create or replace function sluice_private.jitter_of(
  job sluice.scheduled_jobs,
  instant timestamptz
)
returns interval
language sql
immutable
return job.jitter * (
  (hashtextextended(job.id::text || extract(epoch from instant), 0) & 1048575) / 1048576.0
)::double precision;

comment on function sluice_private.jitter_of(sluice.scheduled_jobs, timestamptz) is
  'By how much a schedule puts off an instant: always the same.';
