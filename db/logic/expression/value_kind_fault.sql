create or replace function sluice_private.value_kind_fault(kind text, value jsonb)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_type text := coalesce(jsonb_typeof(value), 'null');
  v_text text := case v_type when 'string' then value #>> '{}' end;
  v_items jsonb := case v_type when 'array' then value else '[]' end;
  v_types text[] := array(
    select distinct jsonb_typeof(item) from jsonb_array_elements(v_items) as item
  );
begin
  return case
    when jsonb_path_exists(value, 'strict $.** ? (@ like_regex "{{" flag "q")', '{}', true)
      then 'is compared as it is written; to compare with {{ … }} write a predicate'
    when kind = 'none' and v_type <> 'null' and v_text is distinct from ''
      then 'must be left out'
    when kind = 'scalar' and v_type not in ('string', 'number', 'boolean')
      then 'must be a text, a number, true or false'
    when kind = 'item' and (v_type not in ('string', 'number', 'boolean') or v_text = '')
      then 'must be a text that is not empty, a number, true or false'
    when kind = 'ordered' and v_type not in ('string', 'number')
      then 'must be a text or a number'
    when kind in ('text', 'regex') and (v_text is null or v_text = '')
      then 'must be a text that is not empty'
    when kind = 'regex' and length(v_text) > 200 then 'has more than 200 characters'
    when kind = 'regex' and v_text ~ '\\[1-9]|\(\?<?[=!]'
      then 'may not look back or ahead: the time that takes has no bound'
    when kind = 'regex'
      and sluice_hidden.try_jsonpath(format('$ like_regex %s', value)) is null
      then 'is not a regular expression'
    when kind = 'date' and sluice_hidden.try_timestamp(v_text) is null
      then 'must be an ISO 8601 date or timestamp, such as 2026-11-21 or 2026-11-21T10:00:00Z'
    when kind in ('scalars', 'pair')
      and (cardinality(v_types) <> 1 or not v_types <@ '{string,number,boolean}'
        or jsonb_array_length(v_items) > 1000)
      then case kind
        when 'pair' then 'must be [from, to], two texts or two numbers'
        else 'must be a list of 1 to 1,000 texts, numbers or booleans, all of one type'
      end
    when kind = 'pair' and (jsonb_array_length(v_items) <> 2 or v_types = '{boolean}')
      then 'must be [from, to], two texts or two numbers'
    when kind = 'pair' and not jsonb_path_match(value, 'strict $[0] <= $[1]')
      then 'must be [from, to], the lower one first'
  end;
end;
$$;

comment on function sluice_private.value_kind_fault(text, jsonb) is
  'Why a value is not of the kind that an operator of a rule takes; null where it is.';
