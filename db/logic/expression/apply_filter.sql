/* A value of the wrong type leaves the filter with null, which interpolation then reports. */
create or replace function sluice_private.apply_filter(value jsonb, filter jsonb)
returns jsonb
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_type text := coalesce(jsonb_typeof(value), 'null');
  v_text text := case when v_type in ('string', 'number', 'boolean') then value #>> '{}' end;
  v_number numeric := case
    when v_type = 'number' then sluice_private.bounded_number(v_text::numeric)
  end;
begin
  case filter ->> 0
    when 'default' then
      return case when v_type = 'null' then filter -> 1 else value end;
    when 'json' then
      return sluice_private.bounded_text(value::text);
    when 'parse_json' then
      return case when v_type = 'string' then sluice_hidden.try_jsonb(v_text) end;
    when 'length' then
      return to_jsonb(case v_type
        when 'array' then jsonb_array_length(value)
        when 'object' then (select count(*)::int from jsonb_object_keys(value))
        else length(v_text)
      end);
    when 'slice' then
      return sluice_private.slice(value, (filter ->> 1)::int, (filter ->> 2)::int);
    when 'upper', 'lower', 'capitalize', 'title', 'trim', 'truncate', 'replace', 'split', 'slug',
      'pad_start', 'pad_end'
    then
      return sluice_private.apply_text_filter(v_text, filter);
    when 'url_encode', 'url_decode', 'base64', 'base64_decode', 'md5', 'sha256' then
      return sluice_private.apply_code_filter(v_text, filter ->> 0);
    when 'number' then
      return sluice_private.read_number(v_text);
    when 'round', 'floor', 'ceil', 'abs', 'plus', 'minus', 'times', 'divided_by', 'modulo' then
      return to_jsonb(sluice_private.apply_number_filter(v_number, filter));
    when 'format_number' then
      return to_jsonb(sluice_private.format_number(
        v_number, coalesce((filter ->> 1)::int, 0), coalesce(filter ->> 2, ','),
        coalesce(filter ->> 3, '.')
      ));
    when 'date', 'add', 'start_of', 'unix', 'from_unix' then
      return sluice_private.apply_date_filter(v_text, v_number, filter);
    when 'keys', 'values', 'pick', 'omit' then
      return sluice_private.apply_object_filter(value, filter);
    when 'sort', 'sum', 'min', 'max' then
      return sluice_private.apply_order_filter(value, filter ->> 0);
    else
      return sluice_private.apply_list_filter(value, filter);
  end case;
end;
$$;

comment on function sluice_private.apply_filter(jsonb, jsonb) is
  'Applies one compiled filter, [name, argument …], to a value.';
