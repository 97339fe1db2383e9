create or replace function sluice_private.clocks_change(
  after timestamptz,
  before timestamptz,
  zone text
)
returns timestamptz
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_offset interval := after at time zone zone - after at time zone 'UTC';
  v_before bigint := extract(epoch from after)::bigint;
  v_after bigint := ceil(extract(epoch from before))::bigint;
  v_middle bigint;
begin
  while v_after - v_before > 1 loop
    v_middle := (v_before + v_after) / 2;
    if to_timestamp(v_middle) at time zone zone - to_timestamp(v_middle) at time zone 'UTC'
      = v_offset
    then
      v_before := v_middle;
    else
      v_after := v_middle;
    end if;
  end loop;
  return to_timestamp(v_after);
end;
$$;

comment on function sluice_private.clocks_change(timestamptz, timestamptz, text) is
  'When the clocks of a zone are changed between two instants between which they are.';
