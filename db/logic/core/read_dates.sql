/* names: the columns of the organization, the key and the date. Only columns of built-in types are
   read, as no others can be made JSON without running what their makers wrote. */
create or replace function sluice_private.read_dates(
  relation regclass,
  names text[],
  matching jsonb,
  handler regproc,
  organization_id uuid,
  dates date[],
  after timestamptz,
  until timestamptz,
  cursor text,
  at_most int
)
returns setof jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO, YMD'
as $$
begin
  return query execute format(
    'select jsonb_build_object(
      ''key'', f.key, ''value'', f.value, ''record'', f.record, ''more'', %s
    )
    from (
      select t.%I::text as key, t.%I::text as value,
        (select to_jsonb(r) from (select %s) as r) as record
      from %s as t where t.%I = $1%s and %s order by %s limit $6
    ) as f',
    case when handler is null then 'null::jsonb' else format('%s($1, f.record)', handler) end,
    names[2], names[3],
    (
      select string_agg(format('t.%I', a.attname), ', ' order by a.attnum)
      from pg_attribute as a
      inner join pg_type as type on type.oid = a.atttypid
      where a.attrelid = relation and a.attnum > 0 and not a.attisdropped
        and a.attgenerated in ('', 's') and type.typnamespace = 'pg_catalog'::regnamespace
    ),
    relation, names[1],
    (
      select coalesce(string_agg(format(' and t.%I %s', m.key, coalesce(
        '= ' || quote_literal(m.value #>> '{}'), 'is null'
      )), '' order by m.key), '')
      from jsonb_each(matching) as m
    ),
    case when dates is null then format(
      't.%1$I >= $3 and t.%1$I <= $4 and (t.%1$I > $3 or t.%2$I::text > $5)', names[3], names[2]
    ) else format(
      't.%I = any ($2) and ($5 is null or t.%I::text > $5)', names[3], names[2]
    ) end,
    case when dates is null then format('t.%I, t.%I::text', names[3], names[2])
      else format('t.%I::text', names[2]) end
  )
  using organization_id, dates, after, until, cursor, at_most;
end;
$$;

comment on function sluice_private.read_dates(
  regclass, text[], jsonb, regproc, uuid, date[], timestamptz, timestamptz, text, int
) is
  'Records of an organization with one of these dates or, without dates, with an instant between '
  'two, after the one with the key of the cursor; more: what the handler makes of each.';
