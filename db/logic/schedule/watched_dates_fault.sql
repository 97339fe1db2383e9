create or replace function sluice_private.watched_dates_fault(
  relation regclass,
  date_column text,
  organization_column text,
  key_column text,
  matching jsonb
)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_table pg_class;
  v_types regtype[] := array(
    select (
      select a.atttypid::regtype from pg_attribute as a
      where a.attrelid = relation and a.attname = wanted.name and not a.attisdropped
    )
    from unnest(array[organization_column, key_column, date_column])
      with ordinality as wanted (name, ordinal)
    order by wanted.ordinal
  );
begin
  select c.* into v_table from pg_class as c where c.oid = relation;
  return case
    when v_table.relkind not in ('r', 'p') or v_table.relpersistence = 't'
      or v_table.relnamespace::regnamespace::text in ('sluice', 'sluice_private', 'pg_catalog')
      then 'it is no table of yours'
    when v_table.relrowsecurity
      and v_table.relowner <> 'sluice_owner'::regrole
      then 'it has policies of another owner'
    when not has_schema_privilege('sluice_owner', v_table.relnamespace, 'usage')
      then 'sluice_owner may not use its schema'
    when not has_table_privilege('sluice_owner', relation, 'select')
      then 'sluice_owner may not read it'
    when v_types[1] is distinct from 'uuid'::regtype then 'its organization is no uuid'
    when (v_types[2] in ('uuid'::regtype, 'text'::regtype, 'int'::regtype, 'bigint'::regtype))
      is not true then 'its key is no uuid, text or number'
    when (v_types[3] in ('date'::regtype, 'timestamptz'::regtype)) is not true
      then 'its column is no date and no timestamptz'
    when jsonb_typeof(matching) is distinct from 'object' then 'matching is no object'
    when not exists (
      select from pg_index as i
      where i.indrelid = relation and i.indisvalid
        and i.indkey[0] = (select a.attnum from pg_attribute as a
          where a.attrelid = relation and a.attname = organization_column)
        and i.indkey[1] = (select a.attnum from pg_attribute as a
          where a.attrelid = relation and a.attname = date_column)
    ) then format('it has no index on (%s, %s)', organization_column, date_column)
  end;
end;
$$;

comment on function sluice_private.watched_dates_fault(
  regclass, text, text, text, jsonb
) is
  'Why the dates of a table cannot be watched, or null.';
