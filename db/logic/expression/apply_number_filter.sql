create or replace function sluice_private.apply_number_filter(value numeric, filter jsonb)
returns numeric
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_argument numeric := (filter ->> 1)::numeric;
begin
  return case filter ->> 0
    when 'round' then round(value, coalesce(v_argument::int, 0))
    when 'floor' then floor(value)
    when 'ceil' then ceil(value)
    when 'abs' then abs(value)
    else sluice_private.bounded_number(trim_scale(case filter ->> 0
      when 'plus' then value + v_argument
      when 'minus' then value - v_argument
      when 'times' then value * v_argument
      when 'divided_by' then value / nullif(v_argument, 0)
      when 'modulo' then mod(value, nullif(v_argument, 0))
    end))
  end;
end;
$$;

comment on function sluice_private.apply_number_filter(numeric, jsonb) is
  'Applies a filter for numbers, in decimal arithmetic.';
