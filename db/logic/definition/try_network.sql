create or replace function sluice_private.try_network(value text)
returns inet
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  return value::inet;
exception
  when invalid_text_representation then
    return null;
end;
$$;

comment on function sluice_private.try_network(text) is
  'The text as an address or a network, or null where it is none.';
