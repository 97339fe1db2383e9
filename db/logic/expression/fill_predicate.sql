create or replace function sluice_private.fill_predicate(
  operator text,
  value_kind text,
  field text,
  value jsonb
)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_first jsonb := case jsonb_typeof(value) when 'array' then value -> 0 else value end;
  v_format text := sluice_private.rule_predicate(operator, jsonb_typeof(v_first));
begin
  return '(' || case value_kind
    when 'scalars' then format(
      v_format, field,
      (select string_agg(format('@ == %s', item), ' || ') from jsonb_array_elements(value) as item),
      to_json(jsonb_typeof(v_first))
    )
    when 'pair' then format(v_format, field, v_first, value -> 1)
    when 'date' then format(
      v_format, field, sluice_private.instant_literal(value #>> '{}', ''),
      sluice_private.instant_literal(value #>> '{}', '+00:00')
    )
    when 'text' then format(
      v_format, field, value,
      to_json(regexp_replace(value #>> '{}', '([][\\.*+?(){}|^$])', '\\\1', 'g') || '$')
    )
    else format(v_format, field, value)
  end || ')';
end;
$$;

comment on function sluice_private.fill_predicate(text, text, text, jsonb) is
  'The predicate of a rule whose value is of the kind that its operator takes.';
