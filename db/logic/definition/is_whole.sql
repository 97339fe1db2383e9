create or replace function sluice_private.is_whole(value jsonb, lowest int, highest int)
returns boolean
language sql
immutable
return case
  when value is null then null
  when jsonb_typeof(value) = 'number'
    then value between to_jsonb(lowest) and to_jsonb(highest)
      and strpos(value #>> '{}', '.') = 0
  else false
end;

comment on function sluice_private.is_whole(jsonb, int, int) is
  'Whether a JSON value is a whole number in this range, written as one (3.0 is not: no cast takes '
  'it); null where there is none.';
