create or replace function sluice_private.segment_fault(organization_id uuid, object text)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_watch sluice_private.table_watches := sluice_private.segment_watch(organization_id, object);
  v_table pg_class;
begin
  select c.* into v_table from pg_class as c where c.oid = v_watch.relation;
  return case
    when v_table.oid is null then format('%s is not watched', object)
    when v_table.relrowsecurity and v_table.relowner <> 'sluice_owner'::regrole
      then format('%s has policies of another owner', object)
    when not has_table_privilege('sluice_owner', v_watch.relation, 'select')
      then format('sluice_owner may not read %s', object)
    when not has_schema_privilege('sluice_owner', v_table.relnamespace, 'usage')
      then format('sluice_owner may not use the schema of %s', object)
    when cardinality(v_watch.key_columns) <> 1 or (
      select a.atttypid::regtype in (
        'uuid'::regtype, 'text'::regtype, 'int'::regtype, 'bigint'::regtype
      )
      from pg_attribute as a
      where a.attrelid = v_watch.relation and a.attnum = any (v_watch.key_columns)
        and not a.attisdropped
    ) is not true then format('the key of %s is not one uuid, text or number', object)
  end;
end;
$$;

comment on function sluice_private.segment_fault(uuid, text) is
  'Why there can be no segments of a watched table, or null.';
