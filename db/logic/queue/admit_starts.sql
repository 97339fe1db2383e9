/* Under the lock of the execution, so that whoever cancels it finds it; one that is busy is for the
   next look. What stands in line is read again under the lock: an execution may have been cancelled
   and retried meanwhile, and stand there as its next generation. */
create or replace function sluice_private.admit_starts(as_of timestamptz)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_new sluice_private.limited_executions[] := array(
    select waiting
    from sluice_private.limited_executions as waiting
    where waiting.state = 'new'
    order by waiting.seq
    limit 500
  );
  v_locked uuid[];
begin
  if v_new = '{}' then
    return 0;
  end if;
  v_locked := sluice_private.lock_executions(
    array(select n.organization_id from unnest(v_new) as n),
    array(select n.execution_id from unnest(v_new) as n)
  );
  v_new := array(
    select held.waiting
    from (
      select n.organization_id, n.execution_id
      from unnest(v_new) as n
      where n.execution_id = any (v_locked)
      limit cardinality(v_new)
    ) as n
    cross join lateral (
      select w as waiting
      from sluice_private.limited_executions as w
      where w.organization_id = n.organization_id
        and w.execution_id = n.execution_id
        and w.state = 'new'
      offset 0
    ) as held
  );
  perform sluice_private.claim_starts(
    array(select n from unnest(v_new) as n order by n.priority, n.seq), as_of
  );
  return cardinality(v_locked);
end;
$$;

comment on function sluice_private.admit_starts(timestamptz) is
  'Lets executions under limits begin where there is room; says how many it looked at.';
