/* A row that says nothing is not kept. */
create or replace function sluice_private.write_limit(
  state sluice_private.limits,
  as_of timestamptz
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if state.held > 0 or state.look_at is not null
    or greatest(state.full_at, state.closed_until) > as_of
  then
    insert into sluice_private.limits (
      organization_id, key, held, full_at, closed_until, look_at
    )
    values (
      state.organization_id, state.key, state.held, state.full_at, state.closed_until,
      state.look_at
    );
  end if;
  if state.seq is not null then
    delete from sluice_private.limits as old
    where old.organization_id = state.organization_id
      and old.key = state.key
      and old.seq = state.seq;
  end if;
end;
$$;

comment on function sluice_private.write_limit(sluice_private.limits, timestamptz) is
  'Writes what a key has used in place of the row that was read.';
