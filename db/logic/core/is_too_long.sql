/* A number such as 1e131071 takes a few bytes, and 131,072 characters as text: that is what is
   sent, so that is what counts. Where there is room for thousands of such numbers they are counted
   first, for writing them all would take seconds. */
create or replace function sluice_hidden.is_too_long(value jsonb)
returns boolean
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_bytes int := pg_column_size(value);
  v_limit int := sluice_hidden.max_value_bytes();
begin
  if v_bytes > v_limit or sluice_hidden.is_too_deep(value) then
    return true;
  elsif v_bytes > 20000 and 1000 * jsonb_array_length(jsonb_path_query_array(
    value,
    'strict $.** ? (@.type() == "number" && (@ > 1e1000 || @ < -1e1000
      || @ > 0 && @ < 1e-1000 || @ < 0 && @ > -1e-1000)).type()'
  )) > v_limit then
    return true;
  end if;
  begin
    return octet_length(value::text) > v_limit;
  exception
    when program_limit_exceeded then
      return true;
  end;
end;
$$;

comment on function sluice_hidden.is_too_long(jsonb) is
  'Whether a value is longer than max_value_bytes as JSON text, or too deep.';
