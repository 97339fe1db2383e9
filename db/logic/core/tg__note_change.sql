create or replace function sluice_private.tg__note_change()
returns trigger
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_row jsonb;
begin
  if exists (select from sluice_private.maintenance as m where m.retiring_to is not null) then
    v_row := to_jsonb(case tg_op when 'DELETE' then old else new end);
    insert into sluice_private.changed_history (organization_id, id)
    values ((v_row ->> 'organization_id')::uuid, (v_row ->> tg_argv[0])::uuid);
  end if;
  return null;
end;
$$;

comment on function sluice_private.tg__note_change() is
  'Notes whose rows in an old partition change while those that are kept of it are copied.';
