/* Rows whose organization is in a column go to whichever they name: that is for operators. Inside a
   definer function the role that asks is read like is_operator reads it. */
create or replace function sluice_private.assert_may_watch(
  relation regclass,
  organization_id uuid
)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_role name := case current_setting('role')
    when 'none' then session_user else current_setting('role')::name end;
  v_table record;
begin
  select c.relkind, c.relowner, c.relpersistence, c.relnamespace::regnamespace::text as schema
  into v_table
  from pg_class as c
  where c.oid = relation;
  if v_table.relkind not in ('r', 'p') or v_table.relpersistence = 't'
    or v_table.schema in ('sluice', 'sluice_private', 'pg_catalog', 'graphile_worker')
  then
    raise exception using
      errcode = 'SLVAL',
      message = format('%s cannot be watched', coalesce(relation::text, 'null')),
      hint = 'Watch a table of your own: no view, no temporary one, none of Sluice.';
  elsif sluice_hidden.is_operator() then
    return;
  elsif organization_id is null or not pg_has_role(v_role, v_table.relowner, 'usage') then
    raise exception using
      errcode = 'SLFRB',
      message = format('not allowed to watch %s', coalesce(relation::text, 'null')),
      hint = 'Its owner may, for one organization that they manage; else an operator.';
  end if;
  perform sluice_hidden.assert_can(organization_id, 'manage');
end;
$$;

comment on function sluice_private.assert_may_watch(regclass, uuid) is
  'Raises SLFRB unless whoever asks may send the changes of this table to this organization, or '
  '(null) to those that its rows name; SLVAL if it is no table that can be watched.';
