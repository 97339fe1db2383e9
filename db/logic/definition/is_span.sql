create or replace function sluice_private.is_span(
  value jsonb,
  shortest interval,
  longest interval
)
returns boolean
language sql
immutable
return case when value is not null
  then coalesce(
    jsonb_typeof(value) = 'string'
    and sluice_hidden.try_interval(value #>> '{}') between shortest and longest,
    false
  )
end;

comment on function sluice_private.is_span(jsonb, interval, interval) is
  'Whether a value is a duration in this range; null where there is none.';
