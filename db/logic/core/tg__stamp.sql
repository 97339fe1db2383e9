create or replace function sluice_private.tg__stamp()
returns trigger
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  new.created_at := old.created_at;
  new.updated_at := greatest(sluice_hidden.now(), old.updated_at + '1 microsecond');
  return new;
end;
$$;

comment on function sluice_private.tg__stamp() is
  'Keeps created_at as it was and moves updated_at forward.';
