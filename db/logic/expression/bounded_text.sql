create or replace function sluice_private.bounded_text(value text)
returns jsonb
language sql
immutable
parallel safe
return case when length(value) <= 1000000 then to_jsonb(value) end;

comment on function sluice_private.bounded_text(text) is
  'The text in JSON, or null where it is longer than filters make one.';
