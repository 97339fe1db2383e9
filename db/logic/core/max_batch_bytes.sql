create or replace function sluice_hidden.max_batch_bytes()
returns int
language sql
immutable
parallel safe
return 16777216;

comment on function sluice_hidden.max_batch_bytes() is
  'How many bytes of values, as stored, one transaction sets out to move, however many that are: '
  'what it does with 16 MiB takes about a second. One value may always be longer.';
