create or replace function sluice_private.nearest_weekday(
  day int,
  last_day int,
  first_weekday int
)
returns int
language sql
immutable
return case (first_weekday + day - 1) % 7
  when 6 then case day when 1 then 3 else day - 1 end
  when 0 then case day when last_day then day - 2 else day + 1 end
  else day
end;

comment on function sluice_private.nearest_weekday(int, int, int) is
  'The day from Monday to Friday that is next to a day of a month, within the month: last_day is '
  'its last, first_weekday the weekday (Sunday is 0) of its first.';
