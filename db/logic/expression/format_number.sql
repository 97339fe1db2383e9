create or replace function sluice_private.format_number(
  value numeric,
  places int,
  separator text,
  point text
)
returns text
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_rounded numeric := round(value, places);
  v_parts text[] := string_to_array(abs(v_rounded)::text, '.');
begin
  return case when v_rounded < 0 then '-' else '' end
    || replace(regexp_replace(v_parts[1], '(\d)(?=(\d{3})+$)', '\1,', 'g'), ',', separator)
    || coalesce(point || v_parts[2], '');
end;
$$;

comment on function sluice_private.format_number(numeric, int, text, text) is
  'A number as text, with separators between thousands and before the decimals.';
