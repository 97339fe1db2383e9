create or replace function sluice_private.schedule_days(days jsonb)
returns text[]
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  if days is null then
    return '{mon,tue,wed,thu,fri}'::text[];
  elsif jsonb_typeof(days) <> 'array' or jsonb_array_length(days) not between 1 and 7 then
    return null;
  end if;
  return (
    select case when bool_and(
      lower(item.day) ~ '^(mon|tue(s)?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?$'
    ) then array_agg(left(lower(item.day), 3)) end
    from jsonb_array_elements_text(days) as item (day)
  );
end;
$$;

comment on function sluice_private.schedule_days(jsonb) is
  'The weekdays of business_hours, as mon to sun; null where they are none.';
