create or replace function sluice_private.next_limit()
returns timestamptz
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select state.look_at
    from sluice_private.limits as state
    where state.look_at is not null
    order by state.look_at
    limit 1
  );
end;
$$;

comment on function sluice_private.next_limit() is
  'When the next limit is to be looked at again; null: none is.';
