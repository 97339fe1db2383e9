/* One transaction, so that no instant has an id without a partition: an execution that still lives
   from that month goes on writing. The lock waits for 100 ms at most, and then another time. */
create or replace function sluice_private.swap_partitions(
  parent regclass,
  upper_end timestamptz
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_name text := (select relname::text from pg_class where oid = parent);
  v_kept text := v_name || '_kept';
  v_organization_ids uuid[];
  v_ids uuid[];
  v_part regclass;
begin
  execute format('lock table %s in access exclusive mode', parent);
  select array_agg(changed.organization_id), array_agg(changed.id)
  into v_organization_ids, v_ids
  from (
    select distinct c.organization_id, c.id from sluice_private.changed_history as c
  ) as changed;
  if v_ids is not null then
    execute format('delete from sluice_private.%I where %I = any ($1)',
      v_kept, sluice_private.partition_key(parent)) using v_ids;
    perform sluice_private.copy_kept(parent, v_organization_ids, v_ids);
  end if;

  for v_part in
    select p.partition from sluice_private.partitions_until(parent, upper_end) as p order by 1
  loop
    execute format('alter table %s detach partition %s', parent, v_part);
    execute format('alter table %s rename to %I', v_part, v_name || '_gone_' || v_part::oid);
  end loop;
  execute format(
    'alter table %s attach partition sluice_private.%I for values from (minvalue) to (%L)',
    parent, v_kept, sluice_hidden.uuid_floor(upper_end)
  );
  execute format('alter table sluice_private.%I drop constraint %I', v_kept, v_kept || '_is_old');
  execute format('alter table sluice_private.%I rename to %I', v_kept, v_name || '_past');
  perform sluice_private.watch_partition(
    parent, to_regclass('sluice_private.' || quote_ident(v_name || '_past'))
  );
end;
$$;

comment on function sluice_private.swap_partitions(regclass, timestamptz) is
  'Puts what is kept in the place of the partitions that end by then.';
