/* Halving finds it whatever the rule: from some instant on, the next one is too late. */
create or replace function sluice_private.last_scheduled(
  job sluice.scheduled_jobs,
  until timestamptz
)
returns timestamptz
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_last timestamptz := job.next_run;
  v_after timestamptz := until;
  v_middle timestamptz;
  v_next timestamptz;
begin
  while v_after - v_last > interval '0.5 seconds' loop
    v_middle := v_last + (v_after - v_last) / 2;
    v_next := sluice_private.next_scheduled(job, v_middle);
    if v_next <= until then
      v_last := v_next;
    else
      v_after := v_middle;
    end if;
  end loop;
  return v_last;
end;
$$;

comment on function sluice_private.last_scheduled(sluice.scheduled_jobs, timestamptz) is
  'The last instant of a schedule up to this one, from the one that it is due at.';
