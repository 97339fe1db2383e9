create or replace function sluice_hidden.assert_size(value jsonb, what text)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if sluice_hidden.is_oversized(value) then
    raise exception using
      errcode = 'SLVAL',
      message = format(
        '%s is longer than %s bytes, or nested more than 5,000 deep',
        what, sluice_hidden.max_value_bytes()
      ),
      hint = 'Keep large data elsewhere and pass a reference to it.';
  end if;
end;
$$;

comment on function sluice_hidden.assert_size(jsonb, text) is
  'Refuses a value that is too long to be stored (SLVAL).';
