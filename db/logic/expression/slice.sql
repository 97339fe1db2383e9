create or replace function sluice_private.slice(value jsonb, from_place int, to_place int)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_length int := case jsonb_typeof(value)
    when 'string' then length(value #>> '{}')
    when 'array' then jsonb_array_length(value)
  end;
  v_from int := greatest(from_place + case when from_place < 0 then v_length else 0 end, 0);
  v_to int := coalesce(to_place + case when to_place < 0 then v_length else 0 end, v_length);
begin
  return case jsonb_typeof(value)
    when 'string' then
      to_jsonb(substr(value #>> '{}', v_from + 1, greatest(v_to - v_from, 0)))
    when 'array' then (
      select coalesce(jsonb_agg(item.value order by item.ordinal), '[]')
      from jsonb_array_elements(slice.value) with ordinality as item (value, ordinal)
      where item.ordinal > v_from and item.ordinal <= v_to
    )
  end;
end;
$$;

comment on function sluice_private.slice(jsonb, int, int) is
  'A part of a text or list; positions begin at 0, negative ones count back from the end.';
