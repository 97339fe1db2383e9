/* In steps of a transaction each: a table for what is kept, the copy in chunks, the swap of one
   table after the other, the drop of what they were. What a crash leaves is gone on with. */
create or replace function sluice_private.retire_partitions()
returns boolean
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_state sluice_private.maintenance := (select m from sluice_private.maintenance as m);
  v_last constant uuid := 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid;
  v_next regclass;
begin
  if v_state.retiring_to is null then
    select max(p.upper_end)
    into v_state.retiring_to
    from sluice_private.partitions_until(
      'sluice_private.executions', sluice_hidden.now() - sluice_private.default_retention()
    ) as p;
    if v_state.retiring_to is null then
      return false;
    end if;
    delete from sluice_private.changed_history;
    perform sluice_private.stage_partition(h.parent, v_state.retiring_to)
    from sluice_private.history_tables() as h;
    update sluice_private.maintenance
    set retiring_to = v_state.retiring_to, copied_to = '00000000-0000-0000-0000-000000000000';
    return true;
  end if;

  if v_state.copied_to < v_last then
    update sluice_private.maintenance
    set copied_to = coalesce(
      sluice_private.copy_survivors(
        v_state.copied_to, sluice_hidden.uuid_floor(v_state.retiring_to), 1000
      ),
      v_last
    );
    return true;
  end if;

  select h.parent
  into v_next
  from sluice_private.history_tables() as h
  inner join pg_class as whole on whole.oid = h.parent
  where to_regclass(format('sluice_private.%I', whole.relname || '_kept')) is not null
  limit 1;
  if v_next is not null then
    perform sluice_private.swap_partitions(v_next, v_state.retiring_to);
    return true;
  end if;

  select sluice_private.detached_partition(h.parent)
  into v_next
  from sluice_private.history_tables() as h
  where sluice_private.detached_partition(h.parent) is not null
  limit 1;
  if v_next is not null then
    perform sluice_private.drop_partition(v_next);
  else
    delete from sluice_private.changed_history;
    update sluice_private.maintenance set retiring_to = null, copied_to = null;
  end if;
  return true;
end;
$$;

comment on function sluice_private.retire_partitions() is
  'Replaces months that are older than the default retention by what is kept of them, a step at a '
  'time; false when there is nothing to do.';
