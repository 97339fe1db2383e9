/* Pages by key, which an index on organization and key, or on the key, finds; or those of `keys`.
   parts: the expressions of the organization, if rows name it, of the key, its type, and what is
   read of a row r. */
create or replace function sluice_private.read_records(
  relation regclass,
  parts text[],
  organization_id uuid,
  after text,
  keys text[],
  at_most int
)
returns setof jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO, YMD'
set intervalstyle = 'iso_8601'
set bytea_output = 'hex'
as $$
begin
  return query execute format(
    'select jsonb_build_object(''key'', page.record_key::text, ''record'', page.record)
    from (
      select %1$s as record_key, (select to_jsonb(shown) from (select %2$s) as shown) as record
      from %3$s as r
      where %4$s and %5$s
      order by 1
      limit $4
    ) as page
    order by page.record_key',
    parts[2], parts[4], relation,
    case when parts[1] is null then 'true' else parts[1] || ' = $1' end,
    case
      when keys is not null then format('%s = any ($3::%s[])', parts[2], parts[3])
      when after is not null then format('%s > $2::%s', parts[2], parts[3])
      else 'true'
    end
  )
  using organization_id, after, keys, at_most;
end;
$$;

comment on function sluice_private.read_records(
  regclass, text[], uuid, text, text[], int
) is
  'Records of an organization in a table, in the order of their keys.';
