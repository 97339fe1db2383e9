create or replace function sluice_private.cron_units()
returns sluice_private.cron_unit[]
language sql
immutable
return array[
  ('second', 0, 59, 60, null),
  ('minute', 0, 59, 60, null),
  ('hour', 0, 23, 24, null),
  ('day of month', 1, 31, 31, null),
  ('month', 1, 12, 12, '{JAN,FEB,MAR,APR,MAY,JUN,JUL,AUG,SEP,OCT,NOV,DEC}'::text[]),
  ('weekday', 0, 7, 7, '{SUN,MON,TUE,WED,THU,FRI,SAT}'::text[])
]::sluice_private.cron_unit[];

comment on function sluice_private.cron_units() is 'The fields of a cron expression, in order.';
