create or replace function sluice_private.unfold_values(
  packed sluice_private.column_values,
  columns jsonb,
  count int
)
returns table (row_no int, image jsonb)
language sql
stable
begin atomic
  with places as (
    select
      c.value ->> 'name' as name,
      c.value ->> 'family' as family,
      (c.value -> 'is_json')::boolean as is_json,
      row_number() over (partition by c.value ->> 'family' order by c.ordinal) - 1 as place
    from jsonb_array_elements(columns) with ordinality as c (value, ordinal)
  ),
  kept (family, n, value) as (
    select 'texts', t.n, to_jsonb(t.v)
    from unnest((packed).texts) with ordinality as t (v, n)
    union all
    select 'uuids', t.n, to_jsonb(t.v)
    from unnest((packed).uuids) with ordinality as t (v, n)
    union all
    select 'instants', t.n, to_jsonb(t.v)
    from unnest((packed).instants) with ordinality as t (v, n)
    union all
    select 'integers', t.n, to_jsonb(t.v)
    from unnest((packed).integers) with ordinality as t (v, n)
    union all
    select 'numerics', t.n, to_jsonb(t.v)
    from unnest((packed).numerics) with ordinality as t (v, n)
    union all
    select 'floats', t.n, to_jsonb(t.v)
    from unnest((packed).floats) with ordinality as t (v, n)
    union all
    select 'flags', t.n, to_jsonb(t.v)
    from unnest((packed).flags) with ordinality as t (v, n)
    union all
    select 'documents', t.n, t.v
    from unnest((packed).documents) with ordinality as t (v, n)
  )
  select
    ((kept.n - 1) % count)::int as row_no,
    jsonb_object_agg(
      places.name,
      case
        when kept.value #>> '{}' ~ '^\u0001[0-9]{1,18}$' then jsonb_build_object(
          'left_out', 'too large', 'bytes', substr(kept.value #>> '{}', 2)::bigint
        )
        when places.is_json
          then coalesce(sluice_hidden.try_jsonb(kept.value #>> '{}'), kept.value)
        else kept.value
      end
    )
  from kept
  inner join places on places.family = kept.family and places.place = (kept.n - 1) / count
  group by 1;
end;

comment on function sluice_private.unfold_values(sluice_private.column_values, jsonb, int) is
  'Rows as objects again; the columns are those that were kept.';
