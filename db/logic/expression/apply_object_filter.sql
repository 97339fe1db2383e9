create or replace function sluice_private.apply_object_filter(value jsonb, filter jsonb)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_keys text[] := array(
    select item.key
    from jsonb_array_elements_text(filter) with ordinality as item (key, ordinal)
    where item.ordinal > 1
  );
begin
  if jsonb_typeof(value) is distinct from 'object' then
    return null;
  end if;
  return case filter ->> 0
    when 'omit' then value - v_keys
    else (
      select case filter ->> 0
        when 'keys' then
          coalesce(jsonb_agg(pair.key order by pair.key collate "C"), '[]')
        when 'values' then
          coalesce(jsonb_agg(pair.value order by pair.key collate "C"), '[]')
        when 'pick' then
          coalesce(
            jsonb_object_agg(pair.key, pair.value) filter (where pair.key = any (v_keys)), '{}'
          )
      end
      from jsonb_each(apply_object_filter.value) as pair (key, value)
    )
  end;
end;
$$;

comment on function sluice_private.apply_object_filter(jsonb, jsonb) is
  'Applies a filter for objects.';
