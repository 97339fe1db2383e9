create or replace function sluice_private.limit_key(scope text, value jsonb)
returns text
language sql
immutable
return scope || case
  when length(sluice_private.text_of(value)) <= 200 then ':' || sluice_private.text_of(value)
  else '#' || encode(sha256(convert_to(sluice_private.text_of(value), 'UTF8')), 'hex')
end;

comment on function sluice_private.limit_key(text, jsonb) is
  'What is counted together: those of one scope with one value; a long one by its hash.';
