create or replace function sluice_private.wait_fault(input jsonb)
returns jsonb
language sql
immutable
begin atomic
  select jsonb_build_object(
    'class', 'expression', 'code', 'SLEXP', 'retryable', false,
    'message', fault.message, 'hint', fault.hint
  )
  from (
    values
      ('for', format('%s is not a duration', coalesce(input ->> 'for', 'null')),
        'Use ISO 8601 (PT5M) or Postgres'' interval text (5 minutes), up to 100 years.',
        coalesce(sluice_hidden.try_interval(input ->> 'for') > '100 years', true)),
      ('timeout', format('%s is not a duration', coalesce(input ->> 'timeout', 'null')),
        'Use ISO 8601 (PT5M) or Postgres'' interval text (5 minutes), up to 100 years.',
        coalesce(sluice_hidden.try_interval(input ->> 'timeout') > '100 years', true)),
      ('until', format('%s is not a timestamp', coalesce(input ->> 'until', 'null')),
        'Use ISO 8601 (2026-12-24T18:00:00Z), a date, or epoch seconds.',
        sluice_private.until_instant(input -> 'until') is null),
      ('local', 'local ' || sluice_private.local_fault(input -> 'local'),
        'Such as { "time": "09:00", "days": ["mon"], "zone": "Europe/Berlin" }.',
        sluice_private.local_fault(input -> 'local') is not null),
      ('condition', format('%s is not a duration of 10 seconds to 100 years',
        coalesce(input #>> '{condition,every}', 'null')),
        'Use ISO 8601 (PT5M) or Postgres'' interval text (5 minutes).',
        sluice_private.poll_interval(input -> 'condition') is null),
      ('events', 'a match is not a text of 1 to 500 characters',
        'Leave match out to wait for any event of the name.',
        exists (
          select from jsonb_path_query(input, '$.events[*].match') as event (key)
          where jsonb_typeof(event.key) in ('null', 'object', 'array')
            or length(event.key #>> '{}') not between 1 and 500
        ))
  ) as fault (place, message, hint, is_there)
  where input ? fault.place and fault.is_there
  limit 1;
end;

comment on function sluice_private.wait_fault(jsonb) is
  'Why a wait cannot begin, now that its expressions are filled in; or null.';
