create or replace function sluice_private.enrolled_since(input jsonb)
returns timestamptz
language sql
stable
return least(
  sluice_hidden.now(),
  case when not input ? 'replay' then sluice_hidden.try_timestamp(
    coalesce(input #>> '{event,created_at}', input ->> 'occurred_at')
  ) end
);

comment on function sluice_private.enrolled_since(jsonb) is
  'Since when a record counts as enrolled by a start with this input: the event that started it '
  '(unless that is replayed), else now.';
