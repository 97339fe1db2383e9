/* With the rights of its caller, who must be allowed to put triggers on the table. */
create or replace function sluice.watch_table(
  relation regclass,
  object text default null,
  organization_column text default null,
  organization_id uuid default null,
  key text[] default null,
  columns text[] default null,
  leave_out text[] default '{}',
  operations text[] default '{created,updated,deleted}'
)
returns text
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_object text := coalesce(object, (
    select format('%s.%s', c.relnamespace::regnamespace, c.relname)
    from pg_class as c
    where c.oid = relation
  ));
begin
  perform sluice_hidden.set_row_triggers(relation, sluice_hidden.write_watch(
    relation, v_object,
    case when organization_id is null then coalesce(organization_column, 'organization_id') end,
    organization_id, key, columns, leave_out, operations
  ));
  return v_object;
end;
$$;

comment on function sluice.watch_table(
  regclass, text, text, uuid, text[], text[], text[], text[]
) is
  'Makes events of the changes of a table: record.created:<object>, record.updated:… and '
  'record.deleted:…, for this organization or (operators) the one that a column of each row names. '
  'Answers the object; the same object again changes how it is watched.';
grant execute on function sluice.watch_table(
  regclass, text, text, uuid, text[], text[], text[], text[]
)
to sluice_member, sluice_admin;
