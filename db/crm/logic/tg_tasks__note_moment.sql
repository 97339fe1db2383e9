create or replace function crm.tg_tasks__note_moment()
returns trigger
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  new.completed_at := case
    when new.status = 'completed' then coalesce(new.completed_at, sluice_hidden.now())
  end;
  return new;
end;
$$;

comment on function crm.tg_tasks__note_moment() is
  'Says when a task was completed.';
