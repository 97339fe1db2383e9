create or replace function sluice_private.read_number(value text)
returns jsonb
language sql
immutable
parallel safe
return case
  when length(value) <= 1000
    and value ~ '^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?\s*$'
    then to_jsonb(sluice_private.bounded_number(value::numeric))
end;

comment on function sluice_private.read_number(text) is
  'The number that a text writes in decimal, or null.';
