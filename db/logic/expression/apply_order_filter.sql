create or replace function sluice_private.apply_order_filter(value jsonb, filter text)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_items jsonb := case jsonb_typeof(value) when 'array' then value end;
  v_types text[] := array(
    select distinct jsonb_typeof(item) from jsonb_array_elements(v_items) as item
  );
  v_sorted jsonb;
begin
  if filter = 'sum' then
    return (
      select to_jsonb(sluice_private.bounded_number(coalesce(sum((item #>> '{}')::numeric), 0)))
      from jsonb_array_elements(v_items) as item
      where v_types <@ '{number}'
      having v_items is not null and v_types <@ '{number}'
    );
  end if;
  v_sorted := case v_types
    when '{}' then v_items
    when '{number}' then (
      select jsonb_agg(item order by (item #>> '{}')::numeric)
      from jsonb_array_elements(v_items) as item
    )
    when '{string}' then (
      select jsonb_agg(item order by item #>> '{}' collate "C")
      from jsonb_array_elements(v_items) as item
    )
  end;
  return case filter
    when 'sort' then v_sorted
    when 'min' then v_sorted -> 0
    when 'max' then v_sorted -> -1
  end;
end;
$$;

comment on function sluice_private.apply_order_filter(jsonb, text) is
  'Applies a filter for lists of numbers or of texts.';
