/* The time comes once a day: it is looked back day by day, over as many as are no working days. */
create or replace function sluice_private.expected_before(local jsonb, instant timestamptz)
returns timestamptz
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_before timestamptz;
begin
  for v_days in 1 .. 370 loop
    v_before := sluice_private.next_local_instant(
      local, instant - make_interval(hours => 24 * v_days + 1)
    );
    exit when v_before < instant;
  end loop;
  return least(v_before, instant - interval '1 hour');
end;
$$;

comment on function sluice_private.expected_before(jsonb, timestamptz) is
  'When a local time came last before an instant at which it comes.';
