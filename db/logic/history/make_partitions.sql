create or replace function sluice_private.make_partitions()
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_made bigint;
begin
  select sum(sluice_private.ensure_partitions(h.parent, 3))
  into v_made
  from sluice_private.history_tables() as h;
  return v_made > 0;
end;
$$;

comment on function sluice_private.make_partitions() is
  'Makes the partitions of the next three months; whether there were any to make.';
