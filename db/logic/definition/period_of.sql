create or replace function sluice_private.period_of(per interval, count text)
returns bigint
language sql
immutable
return case when count ~ '^[1-9][0-9]{0,5}$'
  then greatest(1, floor(extract(epoch from per) * 1000000 / count::int))::bigint
end;

comment on function sluice_private.period_of(interval, text) is
  'How many microseconds there are between two, at a rate of so many in this time.';
