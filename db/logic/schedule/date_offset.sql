create or replace function sluice_private.date_offset(trigger text, config jsonb)
returns interval
language sql
immutable
return case trigger
  when 'class_reminder'
    then make_interval(secs => -3600 * coalesce((config ->> 'hours_before')::numeric, 24)::float8)
  when 'membership_expires_soon'
    then make_interval(days => -coalesce((config ->> 'days_before')::int, 7))
  when 'stale_opportunity'
    then make_interval(secs => 86400 * coalesce((config ->> 'days_in_stage')::int, 14))
  else coalesce((config ->> 'offset')::interval, '0')
end;

comment on function sluice_private.date_offset(text, jsonb) is
  'How long after a date, or before it, a trigger fires.';
