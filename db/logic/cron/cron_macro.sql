create or replace function sluice_private.cron_macro(name text)
returns text
language sql
immutable
return case name
  when '@YEARLY' then '0 0 1 1 *'
  when '@ANNUALLY' then '0 0 1 1 *'
  when '@MONTHLY' then '0 0 1 * *'
  when '@WEEKLY' then '0 0 * * 0'
  when '@DAILY' then '0 0 * * *'
  when '@MIDNIGHT' then '0 0 * * *'
  when '@HOURLY' then '0 * * * *'
  when '@EVERY_MINUTE' then '* * * * *'
  when '@EVERY_SECOND' then '* * * * * *'
end;

comment on function sluice_private.cron_macro(text) is
  'The expression that a word such as @DAILY stands for, or null.';
