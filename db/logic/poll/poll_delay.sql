create or replace function sluice_private.poll_delay(every interval, failures int)
returns interval
language sql
immutable
return least(
  '10 seconds'::interval * power(2, least(failures, 20) - 1),
  greatest(every, '1 hour'::interval)
);

comment on function sluice_private.poll_delay(interval, int) is
  'How long after so many failures in a row a poll is made again: 10 s, 20 s, 40 s …, up to an '
  'hour, or as long as otherwise where that is longer.';
