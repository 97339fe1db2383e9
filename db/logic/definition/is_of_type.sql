create or replace function sluice_private.is_of_type(value jsonb, type text)
returns boolean
language sql
immutable
return case type
  when 'integer' then jsonb_typeof(value) = 'number'
    and case when jsonb_typeof(value) = 'number' then value::numeric = trunc(value::numeric) end
  else jsonb_typeof(value) = type
end;

comment on function sluice_private.is_of_type(jsonb, text) is
  'Whether a value is of this type of JSON Schema.';
