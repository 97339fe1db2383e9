create or replace function sluice_private.assert_instant(instant timestamptz)
returns timestamptz
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  if instant not between timestamptz '0001-01-01 UTC' and timestamptz '9999-12-31 UTC' then
    raise exception using
      errcode = 'SLVAL',
      message = format('%s is no instant to look from', instant),
      hint = 'Give one between the years 1 and 9999.';
  end if;
  return instant;
end;
$$;

comment on function sluice_private.assert_instant(timestamptz) is
  'The instant, or null; SLVAL where calendars have none after it.';
