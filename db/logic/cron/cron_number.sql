create or replace function sluice_private.cron_number(word text, unit sluice_private.cron_unit)
returns int
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_number int := case
    when word ~ '^\d{1,2}$' then word::int
    else unit.low + array_position(unit.words, word) - 1
  end;
begin
  return case when v_number between unit.low and unit.high then v_number end;
end;
$$;

comment on function sluice_private.cron_number(text, sluice_private.cron_unit) is
  'The number that a word of a cron field stands for, or null.';
