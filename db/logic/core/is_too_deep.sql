/* Inlined where it is called, so it is as stable as pg_column_size. One level takes 8 bytes at
   least. */
create or replace function sluice_hidden.is_too_deep(value jsonb)
returns boolean
language sql
stable
parallel safe
return pg_column_size(value) > 40000 and jsonb_path_exists(value, 'strict $.**{5001}', '{}', true);

comment on function sluice_hidden.is_too_deep(jsonb) is
  'Whether a value is nested more than 5,000 deep: what reads deeper ones may exhaust the stack.';
