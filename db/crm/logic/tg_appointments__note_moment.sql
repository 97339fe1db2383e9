create or replace function crm.tg_appointments__note_moment()
returns trigger
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  new.cancelled_at := case
    when new.status = 'cancelled' then coalesce(new.cancelled_at, sluice_hidden.now())
  end;
  return new;
end;
$$;

comment on function crm.tg_appointments__note_moment() is
  'Says when a booking was cancelled.';
