create or replace function sluice_hidden.max_value_bytes()
returns int
language sql
immutable
parallel safe
return 2097152;

comment on function sluice_hidden.max_value_bytes() is
  'How long a stored value may be, as JSON text: an input, an output, a variable. 2 MiB.';
grant execute on function sluice_hidden.max_value_bytes() to sluice_worker;
