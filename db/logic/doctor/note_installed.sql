/* Only a migration may say that what is there is what was meant: to run it again heals nothing. */
create or replace function sluice_private.note_installed(migration text)
returns int
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_stamp text := migration || ' on ' || current_setting('server_version_num')::int / 10000;
  v_count int;
begin
  if exists (
    select from sluice_private.installed_objects as noted where noted.migration = v_stamp
  ) then
    return 0;
  end if;
  delete from sluice_private.installed_objects;
  insert into sluice_private.installed_objects (name, hash, migration)
  select found.name, found.hash, v_stamp from sluice_private.object_hashes() as found;
  get diagnostics v_count = row_count;
  return v_count;
end;
$$;

comment on function sluice_private.note_installed(text) is
  'Notes what there is after this migration; says how many objects, 0 if it had been noted.';
