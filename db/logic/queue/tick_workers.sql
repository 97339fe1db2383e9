/* A notifying commit takes a lock of the whole instance, so: one, constant, and only while a
   worker sleeps. */
create or replace function sluice_private.tick_workers()
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (select from sluice_private.workers where workers.is_idle) then
    perform pg_notify('sluice:tick', '');
  end if;
end;
$$;

comment on function sluice_private.tick_workers() is
  'Wakes sleeping workers when this transaction commits. A hint: they poll as well.';
