create or replace function sluice_private.watch_partition(parent regclass, part regclass)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  execute format(
    'create or replace trigger _100_note after insert or update or delete on %s
     for each row execute function sluice_private.tg__note_change(%L)',
    part, sluice_private.partition_key(parent)
  );
end;
$$;

comment on function sluice_private.watch_partition(regclass, regclass) is
  'Has what changes in an old partition noted while what is kept of it is copied.';
