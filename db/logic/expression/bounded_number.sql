create or replace function sluice_private.bounded_number(value numeric)
returns numeric
language sql
immutable
parallel safe
return case when abs(value) < 1e308 and scale(value) <= 400 then value end;

comment on function sluice_private.bounded_number(numeric) is
  'The number, or null where it has more digits than filters reckon with.';
