/* What changes from here on in the partitions that are to go is noted, so that the copy can be made
   without holding up those who write. */
create or replace function sluice_private.stage_partition(
  parent regclass,
  upper_end timestamptz
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_name text := (select relname::text from pg_class where oid = parent) || '_kept';
  v_part regclass;
begin
  execute format('drop table if exists sluice_private.%I', v_name);
  execute format('create table sluice_private.%I (like %s including all)', v_name, parent);
  execute format(
    'alter table sluice_private.%I add constraint %I check (%I < %L)',
    v_name, v_name || '_is_old', sluice_private.partition_key(parent),
    sluice_hidden.uuid_floor(upper_end)
  );
  perform sluice_private.close_partition(parent, v_name);
  for v_part in
    select p.partition from sluice_private.partitions_until(parent, upper_end) as p order by 1
  loop
    perform sluice_private.watch_partition(parent, v_part);
  end loop;
end;
$$;

comment on function sluice_private.stage_partition(regclass, timestamptz) is
  'Makes an empty table for what is kept of the partitions that end by then, and notes what '
  'changes in them.';
