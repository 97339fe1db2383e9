create or replace function sluice_hidden.assert_operator(needed text)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if not sluice_hidden.is_operator() then
    raise exception using
      errcode = 'SLFRB',
      message = format('only an operator may %s', needed),
      hint = 'Act as a member of the role sluice_admin.';
  end if;
end;
$$;

comment on function sluice_hidden.assert_operator(text) is
  'Raises SLFRB unless whoever asks is an operator.';
