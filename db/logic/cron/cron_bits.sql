create or replace function sluice_private.cron_bits(numbers int[], unit sluice_private.cron_unit)
returns bit varying
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_bits bit varying := repeat('0', unit.size)::bit varying;
  v_number int;
begin
  foreach v_number in array numbers loop
    v_bits := set_bit(v_bits, v_number - unit.low, 1);
  end loop;
  return v_bits;
end;
$$;

comment on function sluice_private.cron_bits(int[], sluice_private.cron_unit) is
  'A bit for each value of a cron field.';
