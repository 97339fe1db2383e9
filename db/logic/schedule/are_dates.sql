create or replace function sluice_private.are_dates(dates jsonb, zone text)
returns boolean
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  return jsonb_typeof(dates) = 'array'
    and jsonb_array_length(dates) between 1 and 1000
    and not exists (
      select from jsonb_array_elements_text(dates) as item (value)
      where sluice_private.local_instant(item.value, zone) is null
    );
exception
  when invalid_parameter_value then
    return false;
end;
$$;

comment on function sluice_private.are_dates(jsonb, text) is
  'Whether this is a list of up to 1,000 dates or instants.';
