/* A value of the wrong type leaves the filter with null, which interpolation then reports. */
create or replace function sluice_private.apply_filter(value jsonb, filter jsonb)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_type text := jsonb_typeof(value);
  v_text text := case when v_type in ('string', 'number', 'boolean') then value #>> '{}' end;
  v_items jsonb := case when v_type = 'array' then value end;
  v_first text := filter ->> 1;
begin
  case filter ->> 0
    when 'default' then
      return case when coalesce(v_type, 'null') = 'null' then filter -> 1 else value end;
    when 'upper' then return to_jsonb(upper(v_text));
    when 'lower' then return to_jsonb(lower(v_text));
    when 'trim' then return to_jsonb(btrim(v_text, E' \t\r\n'));
    when 'truncate' then
      return to_jsonb(case
        when length(v_text) > v_first::int then left(v_text, greatest(v_first::int - 1, 0)) || '…'
        else v_text
      end);
    when 'replace' then return to_jsonb(replace(v_text, v_first, filter ->> 2));
    when 'split' then return to_jsonb(string_to_array(v_text, v_first));
    when 'join' then
      return (
        select to_jsonb(string_agg(
          sluice_private.text_of(item.value), coalesce(v_first, ', ') order by item.ordinal
        ))
        from jsonb_array_elements(v_items) with ordinality as item (value, ordinal)
      );
    when 'length' then
      return to_jsonb(case v_type
        when 'array' then jsonb_array_length(value)
        when 'object' then (select count(*)::int from jsonb_object_keys(value))
        else length(v_text)
      end);
    when 'first' then return v_items -> 0;
    when 'last' then return v_items -> -1;
    when 'json' then return to_jsonb(value::text);
    when 'number' then
      return case when v_text ~ '^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?\s*$'
        then to_jsonb(v_text::numeric) end;
    when 'round' then
      return case when v_type = 'number'
        then to_jsonb(round(v_text::numeric, coalesce(v_first::int, 0))) end;
    when 'date' then return sluice_private.format_date(v_text, v_first);
    else return value;
  end case;
end;
$$;

comment on function sluice_private.apply_filter(jsonb, jsonb) is
  'Applies one compiled filter, [name, argument …], to a value.';
