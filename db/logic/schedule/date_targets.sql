/* Who is born on 29 February has the 28th in other years. 150 years: as old as dates may be. */
create or replace function sluice_private.date_targets(day date, is_yearly boolean)
returns date[]
language sql
immutable
return case
  when not is_yearly then array[day]
  else array(
    select (day - make_interval(years => age))::date
    from generate_series(0, 150) as age
    where extract(day from day - make_interval(years => age)) = extract(day from day)
    union
    select (day - make_interval(years => age))::date + 1
    from generate_series(0, 150) as age
    where to_char(day, 'MM-DD') = '02-28'
      and extract(month from (day + 1)) = 3
      and extract(month from (day - make_interval(years => age))::date + 1) = 2
  )
end;

comment on function sluice_private.date_targets(date, boolean) is
  'The dates that this day is, or is an anniversary of.';
