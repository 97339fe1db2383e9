/* For format(): %1$s is the field, %2$s the value, %3$s the second value, or the type of values.
   In strict mode a field that is missing or of a type the operator is not for makes a predicate
   unknown, and "not" leaves it so; where null would make it false, "" == 0, unknown, steps in. */
create or replace function sluice_private.rule_predicate(operator text, value_type text)
returns text
language plpgsql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  c_unless_null constant text := ' || %1$s == null && "" == 0';
  c_part constant text := '(%1$s like_regex %2$s flag "q" || %1$s.type() == "array")';
  c_item constant text := 'exists(%1$s[*] ? (@ == %2$s))';
  c_empty constant text := '@ == null || @ == "" || @.type() == "array" && @.size() == 0'
    ' || @.type() == "object" && !exists(@.*)';
begin
  if operator ~ '(^|_)not_' then
    return '!(' || sluice_private.rule_predicate(replace(operator, 'not_', ''), value_type) || ')';
  end if;
  return case operator
    when 'equals' then '%1$s == %2$s' || c_unless_null
    when 'greater_than' then '%1$s > %2$s' || c_unless_null
    when 'greater_than_or_equal' then '%1$s >= %2$s' || c_unless_null
    when 'less_than' then '%1$s < %2$s' || c_unless_null
    when 'less_than_or_equal' then '%1$s <= %2$s' || c_unless_null
    when 'between' then '%1$s >= %2$s && %1$s <= %3$s' || c_unless_null
    when 'is_true' then '%1$s == true' || c_unless_null
    when 'is_false' then '%1$s == false' || c_unless_null
    when 'in' then 'exists(%1$s ? (%2$s)) || %1$s.type() != %3$s && "" == 0'
    when 'contains' then case value_type
      when 'string' then c_part || ' && (' || c_item || ' || %1$s.type() == "string")'
      else c_item
    end
    when 'starts_with' then '%1$s starts with %2$s'
    when 'ends_with' then '%1$s like_regex %3$s'
    when 'matches' then '%1$s like_regex %2$s'
    when 'before' then sluice_private.rule_instant('<')
    when 'after' then sluice_private.rule_instant('>')
    when 'is_empty' then '(exists(%1$s)) is unknown || exists(%1$s ? (' || c_empty || '))'
    when 'is_null' then '(exists(%1$s)) is unknown || %1$s == null'
    when 'exists' then '!((exists(%1$s)) is unknown)'
  end;
end;
$$;

comment on function sluice_private.rule_predicate(text, text) is
  'What an operator means in SQL/JSON path, as a format of field and value.';
