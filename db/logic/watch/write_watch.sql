create or replace function sluice_hidden.write_watch(
  relation regclass,
  object text,
  organization_column text,
  organization_id uuid,
  key text[],
  columns text[],
  leave_out text[],
  operations text[]
)
returns text[]
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_key smallint[];
  v_column smallint;
begin
  perform sluice_private.assert_may_watch(relation, organization_id);
  if organization_id is not null then
    perform sluice_private.assert_organization(organization_id, 'manage');
  else
    v_column := (sluice_private.column_numbers(relation, array[organization_column]))[1];
  end if;
  perform sluice_private.lock_watches(relation);
  v_key := case
    when key is not null then sluice_private.column_numbers(relation, key)
    else (
      select i.indkey::smallint[] from pg_index as i where i.indrelid = relation and i.indisprimary
    )
  end;
  if coalesce(cardinality(v_key), 0) = 0 or v_column is not null and (
    select sluice_private.base_type(a.atttypid) <> 'pg_catalog.uuid'::regtype
    from pg_attribute as a
    where a.attrelid = relation and a.attnum = v_column
  ) then
    raise exception using
      errcode = 'SLVAL',
      message = format('%s lacks a key, or its organization is no uuid', relation),
      hint = 'Name as key the columns that tell its rows apart, or give organization_id.';
  end if;
  insert into sluice_private.table_watches (
    organization_id, object, relation, organization_column, key_columns, columns, left_out,
    operations
  )
  values (
    coalesce(organization_id, '00000000-0000-0000-0000-000000000000'), write_watch.object,
    write_watch.relation, v_column, v_key,
    sluice_private.column_numbers(relation, columns),
    sluice_private.column_numbers(relation, coalesce(leave_out, '{}')),
    write_watch.operations
  )
  on conflict on constraint table_watches_pkey do update
  set
    relation = excluded.relation, organization_column = excluded.organization_column,
    key_columns = excluded.key_columns, columns = excluded.columns, left_out = excluded.left_out,
    operations = excluded.operations, watched_by = excluded.watched_by, shape = '';
  delete from sluice_private.watch_faults as f
  where f.organization_id = coalesce(
      write_watch.organization_id, '00000000-0000-0000-0000-000000000000'
    )
    and f.object = write_watch.object;
  perform sluice_private.write_statements(
    coalesce(organization_id, '00000000-0000-0000-0000-000000000000'), object
  );
  return sluice_private.watched_operations(relation);
exception
  when check_violation or not_null_violation then
    raise exception using
      errcode = 'SLVAL',
      message = format('%s cannot be watched as %s, for %s',
        relation, coalesce(object, 'null'), coalesce(operations::text, 'no operations')),
      hint = 'A name has letters, digits and _ . -; operations are created, updated and deleted.';
end;
$$;

comment on function sluice_hidden.write_watch(
  regclass, text, text, uuid, text[], text[], text[], text[]
) is
  'Notes how a table is watched, if whoever asks may; answers the operations that need triggers.';
grant execute on function sluice_hidden.write_watch(
  regclass, text, text, uuid, text[], text[], text[], text[]
)
to sluice_member, sluice_admin;
