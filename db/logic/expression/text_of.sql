create or replace function sluice_private.text_of(value jsonb)
returns text
language sql
immutable
parallel safe
return case
  when jsonb_typeof(value) = 'string' then value #>> '{}'
  when jsonb_typeof(value) = 'null' then ''
  else value::text
end;

comment on function sluice_private.text_of(jsonb) is
  'A JSON value as interpolated text: a string as it is, null as nothing, the rest as JSON.';
