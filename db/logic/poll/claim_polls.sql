/* What the others have found takes its time to fire: they come the next time. */
create or replace function sluice_private.claim_polls(room int, worker_id uuid default null)
returns table (taken int, next_due timestamptz, handed sluice_private.handed_poll[])
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set jit = off
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set enable_bitmapscan = off
set enable_sort = off
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_until timestamptz := clock_timestamp() + interval '250 ms';
  v_due sluice.workflow_polls[] := array(
    select poll
    from sluice.workflow_polls as poll
    where poll.due_at <= v_now
    order by poll.due_at
    limit 200
    for update skip locked
  );
  v_polls sluice.workflow_polls[] := sluice_private.queue_polls(v_due, v_now);
  v_poll sluice.workflow_polls;
  v_handed sluice_private.handed_poll;
begin
  handed := '{}';
  taken := cardinality(v_due) - cardinality(v_polls);
  foreach v_poll in array v_polls loop
    exit when cardinality(handed) >= room
      or clock_timestamp() > v_until
      or sluice_private.is_late();
    taken := taken + 1;
    v_handed := sluice_private.take_guarded(v_poll, v_now, worker_id);
    if v_handed.token is not null then
      handed := handed || v_handed;
    end if;
  end loop;
  perform sluice_hidden.failpoint('polls claimed');
  next_due := sluice_private.next_poll();
  return next;
end;
$$;

comment on function sluice_private.claim_polls(int, uuid) is
  'Looks at polls that are due; up to this many of them that a worker is to make, and when one is '
  'due next.';
grant execute on function sluice_private.claim_polls(int, uuid) to sluice_worker;
