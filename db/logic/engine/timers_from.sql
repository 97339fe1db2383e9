/* Behind a transaction that stays open the timers that are gone cannot be vacuumed, and each look
   for the next one would step over all of them. So a session remembers up to when it has found none
   left, less five seconds; once a second it looks from the beginning, for what was committed late.
   A test's clock may go back: then nothing is remembered. */
create or replace function sluice_private.timers_from()
returns timestamptz
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_known text := nullif(current_setting('sluice.timers_from', true), '');
  v_now timestamptz := clock_timestamp();
  v_from timestamptz := split_part(v_known, '|', 2)::timestamptz;
begin
  if v_known is null
    or nullif(current_setting('sluice.clock', true), '') is not null
    or split_part(v_known, '|', 1)::timestamptz not between v_now - interval '1 second' and v_now
    or v_from > v_now
  then
    return '-infinity'::timestamptz;
  end if;
  return v_from;
end;
$$;

comment on function sluice_private.timers_from() is
  'No timer that is due before this instant is left, as far as this session knows.';
