create or replace function sluice_private.claim_polls(room int)
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
  v_polls sluice.workflow_polls[] := array(
    select poll
    from sluice.workflow_polls as poll
    where poll.due_at <= v_now
    order by poll.due_at
    limit least(room, 20)
    for update skip locked
  );
  v_poll sluice.workflow_polls;
  v_handed sluice_private.handed_poll;
begin
  handed := '{}';
  taken := cardinality(v_polls);
  foreach v_poll in array v_polls loop
    v_handed := sluice_private.take_guarded(v_poll, v_now);
    if v_handed.token is not null then
      handed := handed || v_handed;
    end if;
  end loop;
  perform sluice_hidden.failpoint('polls claimed');
  next_due := sluice_private.next_poll();
  return next;
end;
$$;

comment on function sluice_private.claim_polls(int) is
  'Takes up to this many polls that are due; those among them that a worker is to make, and when '
  'one is due next.';
grant execute on function sluice_private.claim_polls(int) to sluice_worker;
