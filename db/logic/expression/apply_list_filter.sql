create or replace function sluice_private.apply_list_filter(value jsonb, filter jsonb)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_items jsonb := case jsonb_typeof(value) when 'array' then value end;
begin
  return case filter ->> 0
    when 'first' then v_items -> 0
    when 'last' then v_items -> -1
    when 'join' then sluice_private.join_items(v_items, coalesce(filter ->> 1, ', '))
    when 'unique' then (
      select coalesce(jsonb_agg(kept.value order by kept.ordinal), '[]')
      from (
        select distinct on (item.value) item.value, item.ordinal
        from jsonb_array_elements(v_items) with ordinality as item (value, ordinal)
        order by item.value, item.ordinal
      ) as kept
      having v_items is not null
    )
    when 'flatten' then (
      select coalesce(jsonb_agg(inner_item.value order by item.ordinal, inner_item.ordinal), '[]')
      from jsonb_array_elements(v_items) with ordinality as item (value, ordinal)
      cross join lateral jsonb_array_elements(
        case jsonb_typeof(item.value) when 'array' then item.value
          else jsonb_build_array(item.value)
        end
      ) with ordinality as inner_item (value, ordinal)
      having v_items is not null
    )
    else (
      select case filter ->> 0
        when 'reverse' then coalesce(jsonb_agg(item.value order by item.ordinal desc), '[]')
        when 'compact' then coalesce(
          jsonb_agg(item.value order by item.ordinal)
            filter (where item.value not in ('null', '""', '[]', '{}')),
          '[]'
        )
        when 'pluck' then coalesce(
          jsonb_agg(
            case jsonb_typeof(item.value) when 'object' then item.value -> (filter ->> 1) end
            order by item.ordinal
          ),
          '[]'
        )
      end
      from jsonb_array_elements(v_items) with ordinality as item (value, ordinal)
      having v_items is not null
    )
  end;
end;
$$;

comment on function sluice_private.apply_list_filter(jsonb, jsonb) is
  'Applies a filter for lists of anything.';
