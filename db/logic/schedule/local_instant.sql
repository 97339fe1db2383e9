create or replace function sluice_private.local_instant(value text, zone text)
returns timestamptz
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_instant timestamptz := sluice_hidden.try_timestamp(value);
begin
  return case
    when value ~ ':[0-9.]+(Z|[+-][0-9:]+)$' then v_instant
    else sluice_private.clock_reaches(v_instant at time zone 'UTC', zone)
  end;
end;
$$;

comment on function sluice_private.local_instant(text, text) is
  'The instant of an ISO 8601 text; without an offset, when the clocks of a zone reach it. Null '
  'where it is none.';
