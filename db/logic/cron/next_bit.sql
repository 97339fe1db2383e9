create or replace function sluice_private.next_bit(bits bit varying, first int)
returns int
language sql
immutable
return nullif(position(B'1' in substring(bits from first + 1)), 0) + first - 1;

comment on function sluice_private.next_bit(bit varying, int) is
  'The place of the first set bit from this place on, counted from 0, or null.';
