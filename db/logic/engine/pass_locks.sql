/* One transaction looks after a stripe of keys at a time, and nobody waits for another: what is
   left is for the next look. It comes last in its transaction, as what releases a claim may wait
   for it. */
create or replace function sluice_private.pass_locks(at_most int)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_stripes int[] := array(
    select distinct (sluice_private.event_topic(first.organization_id, first.key) & 1023)::int
    from (
      select claim.organization_id, claim.key
      from sluice_private.lock_claims as claim
      where claim.state in ('new', 'released')
      order by claim.seq
      limit at_most
    ) as first
  );
  v_key record;
  v_count int := 0;
begin
  if v_stripes = '{}' then
    return 0;
  end if;
  v_stripes := array(
    select stripe
    from unnest(v_stripes) as stripe
    where pg_try_advisory_xact_lock(hashtext('sluice:locks'), stripe)
  );
  for v_key in
    select distinct first.organization_id, first.key
    from (
      select claim.organization_id, claim.key
      from sluice_private.lock_claims as claim
      where claim.state in ('new', 'released')
      order by claim.seq
      limit at_most
    ) as first
    where (sluice_private.event_topic(first.organization_id, first.key) & 1023)::int
      = any (v_stripes)
  loop
    v_count := v_count + sluice_private.pass_lock(v_key.organization_id, v_key.key)::int;
  end loop;
  perform sluice_hidden.failpoint('granted');
  return v_count;
end;
$$;

comment on function sluice_private.pass_locks(int) is
  'Passes on the locks of which up to this many claims are new or released; says of how many keys '
  'it did something.';
