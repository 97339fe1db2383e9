create or replace function crm.tg_opportunities__note_moment()
returns trigger
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_op = 'UPDATE' and new.stage_id <> old.stage_id then
    new.stage_changed_at := sluice_hidden.now();
  end if;
  return new;
end;
$$;

comment on function crm.tg_opportunities__note_moment() is
  'Says since when an opportunity is in its stage.';
