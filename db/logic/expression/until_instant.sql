create or replace function sluice_private.until_instant(value jsonb)
returns timestamptz
language sql
immutable
return case
  when jsonb_typeof(value) = 'number' or value #>> '{}' ~ '^\d{1,12}(\.\d{1,6})?$' then
    case when (value #>> '{}')::numeric between 0 and 253402300799
      then to_timestamp((value #>> '{}')::double precision)
    end
  when jsonb_typeof(value) = 'string' then sluice_hidden.try_timestamp(value #>> '{}')
end;

comment on function sluice_private.until_instant(jsonb) is
  'The instant that an ISO 8601 timestamp, a date (its midnight in UTC) or epoch seconds stand '
  'for, or null.';
