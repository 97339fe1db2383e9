/* By what it is over, a value goes into one of few arrays as it is, or else as text. One that is
   longer than 32 KiB is replaced by its length behind a chr(1), which unfold_values knows. The
   types below 16384 are the server's own. */
create or replace function sluice_private.captured_columns(watch sluice_private.table_watches)
returns table (ordinal int, number smallint, name text, family text, is_json boolean, value text)
language sql
stable
begin atomic
  select
    (row_number() over (order by col.attnum))::int,
    col.attnum,
    col.attname::text,
    kind.family,
    kind.base = 'pg_catalog.json'::regtype,
    case
      when kind.family in ('uuids', 'instants', 'integers', 'numerics', 'floats', 'flags')
        then format('(r.%I)::%s', col.attname, kind.stored)
      when kind.family = 'documents' then format(
        'case when pg_column_size(r.%1$I) > 32768
          then to_jsonb(chr(1) || pg_column_size(r.%1$I)) else %3$s(r.%1$I::%2$s) end',
        col.attname, kind.base::regtype, case when type.typname <> 'jsonb' then 'to_jsonb' end
      )
      when kind.base in ('pg_catalog.text'::regtype, 'pg_catalog.varchar'::regtype) then format(
        '(case when octet_length((r.%1$I)::text) > 32768
          then chr(1) || octet_length((r.%1$I)::text) else (r.%1$I)::text end collate "C")',
        col.attname
      )
      else format(
        '(case when %2$s > 32768 then chr(1) || %2$s
          when r.%1$I is not null then concat(r.%1$I) end collate "C")',
        col.attname,
        case when type.typlen > 0 then '0' else format('pg_column_size(r.%I)', col.attname) end
      )
    end
  from pg_attribute as col
  inner join pg_type as type on type.oid = sluice_private.base_type(col.atttypid)
  cross join lateral (
    select
      type.oid as base,
      case
        when type.oid = 'pg_catalog.uuid'::regtype then 'uuids'
        when type.oid = 'pg_catalog.timestamptz'::regtype then 'instants'
        when type.oid in (
          'pg_catalog.int2'::regtype, 'pg_catalog.int4'::regtype, 'pg_catalog.int8'::regtype
        ) then 'integers'
        when type.oid in ('pg_catalog.numeric'::regtype, 'pg_catalog.float4'::regtype)
          then 'numerics'
        when type.oid = 'pg_catalog.float8'::regtype then 'floats'
        when type.oid = 'pg_catalog.bool'::regtype then 'flags'
        when type.oid = 'pg_catalog.jsonb'::regtype then 'documents'
        when type.oid < 16384 and type.typcategory = 'A' then 'documents'
        else 'texts'
      end as family,
      case type.typcategory when 'N' then
        case when type.typname like 'int_' then 'bigint'
          when type.oid = 'pg_catalog.float8'::regtype then 'double precision'
          else 'numeric' end
        else type.oid::regtype::text end as stored
  ) as kind
  where col.attrelid = watch.relation
    and col.attnum > 0 and not col.attisdropped
    and col.attgenerated <> 'v'
    and (
      col.attnum = any (watch.key_columns)
      or (col.attnum = any (watch.columns)) is not false and col.attnum <> all (watch.left_out)
    );
end;

comment on function sluice_private.captured_columns(sluice_private.table_watches) is
  'The columns of a watched table that events show, in which array their values are kept, and the '
  'expression of each over a row r.';
