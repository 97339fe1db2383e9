create or replace function sluice_private.rate_fault(rate jsonb)
returns text
language sql
immutable
return case
  when jsonb_typeof(rate) is distinct from 'object' then 'has a rate that is not an object'
  when exists (
    select from jsonb_object_keys(rate) as given (name)
    where given.name not in ('count', 'per', 'burst')
  ) then 'has a rate with an unknown field'
  when coalesce(rate ->> 'count', '') !~ '^[1-9][0-9]{0,5}$'
    then 'has a rate whose count is not a number from 1 to 999999'
  when jsonb_typeof(rate -> 'per') is distinct from 'string'
    or not coalesce(
      sluice_hidden.try_interval(rate ->> 'per') between '1 second' and '366 days', false
    )
    then 'has a rate whose per is not a duration from a second to a year'
  when rate ? 'burst' and not case when rate ->> 'burst' ~ '^[1-9][0-9]{0,5}$'
      then (rate ->> 'burst')::int <= (rate ->> 'count')::int else false end
    then 'has a rate whose burst is not a number from 1 to its count'
end;

comment on function sluice_private.rate_fault(jsonb) is
  'What is wrong with the rate of a limit; null where nothing is.';
