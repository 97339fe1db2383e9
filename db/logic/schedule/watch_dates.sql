/* A table whose rows the owner of Sluice may read without running anybody's code: no view, no
   policies of others. */
create or replace function sluice.watch_dates(
  relation regclass,
  date_column text,
  object text default null,
  organization_column text default 'organization_id',
  key_column text default 'id',
  matching jsonb default '{}',
  handler regprocedure default null
)
returns text
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_name text := concat(coalesce(object, (
    select format('%s.%s', c.relnamespace::regnamespace, c.relname)
    from pg_class as c
    where c.oid = relation
  )), '.', date_column);
  v_fault text;
begin
  perform sluice_hidden.assert_operator('watch dates');
  v_fault := case
    when length(v_name) > 200 then 'its name is longer than 200'
    else sluice_private.watched_dates_fault(
      relation, date_column, organization_column, key_column, matching
    )
  end;
  if v_fault is not null then
    raise exception using
      errcode = 'SLVAL',
      message = format('%s cannot be watched: %s', left(v_name, 210), v_fault),
      hint = 'sluice_owner needs usage of the schema and select on the table, which needs an index '
        'on (organization, date).';
  end if;
  insert into sluice_private.date_fields (
    organization_id, name, relation, organization_column, key_column, date_column, is_instant,
    matching, handler
  )
  select
    '00000000-0000-0000-0000-000000000000', v_name, watch_dates.relation,
    watch_dates.organization_column, watch_dates.key_column, watch_dates.date_column,
    a.atttypid = 'timestamptz'::regtype, watch_dates.matching,
    (
      select format('%I.%I', p.pronamespace::regnamespace, p.proname)
      from pg_proc as p
      where p.oid = watch_dates.handler
    )
  from pg_attribute as a
  where a.attrelid = relation and a.attname = date_column
  on conflict on constraint date_fields_pkey do update
  set
    relation = excluded.relation, organization_column = excluded.organization_column,
    key_column = excluded.key_column, date_column = excluded.date_column,
    is_instant = excluded.is_instant, matching = excluded.matching, handler = excluded.handler;
  return v_name;
end;
$$;

comment on function sluice.watch_dates(
  regclass, text, text, text, text, jsonb, regprocedure
) is
  'Lets workflows be started by the dates in a column of a table, of the organization that each '
  'row names. matching: only rows with these values. handler: (organization uuid, record jsonb) '
  'returns jsonb, what payloads have besides. For operators. Answers the name.';
grant execute on function sluice.watch_dates(
  regclass, text, text, text, text, jsonb, regprocedure
) to sluice_admin;
