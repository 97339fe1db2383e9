create or replace function sluice_private.delete_spent_limits()
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_now timestamptz := sluice_hidden.now();
  v_count int;
begin
  delete from sluice_private.limits as spent
  using (
    select state.organization_id, state.key, state.seq
    from sluice_private.limits as state
    where state.held = 0
      and state.look_at is null
      and greatest(state.full_at, state.closed_until) <= v_now
    order by greatest(state.full_at, state.closed_until)
    limit 1000
    for update skip locked
  ) as old
  where spent.organization_id = old.organization_id
    and spent.key = old.key
    and spent.seq = old.seq;
  get diagnostics v_count = row_count;
  return v_count;
end;
$$;

comment on function sluice_private.delete_spent_limits() is
  'Deletes up to 1,000 keys under which nothing runs or waits, and whose rate has recovered: that '
  'they are not known says the same. Says how many.';
