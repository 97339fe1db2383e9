create or replace function sluice_private.schedule_policy_faults(config jsonb)
returns table (key text, message text, hint text)
language sql
immutable
begin atomic
  select fault.key, fault.message, fault.hint
  from (
    values
      ('missed_runs', 'must be skip, latest or all', 'For instants at which nothing ran.',
        config ? 'missed_runs'
        and (config ->> 'missed_runs' in ('skip', 'latest', 'all')) is not true),
      ('missed_within', 'must be a duration up to 10 years', 'How old a missed instant may be.',
        config ? 'missed_within'
        and (sluice_hidden.try_interval(config ->> 'missed_within') between '0' and '10 years')
          is not true),
      ('overlap', 'must be allow, skip, queue or cancel_previous',
        'For while an earlier execution of this trigger is under way.',
        config ? 'overlap'
        and (config ->> 'overlap' in ('allow', 'skip', 'queue', 'cancel_previous')) is not true),
      ('jitter', 'must be a duration up to 1 day', 'Each run is put off by up to this.',
        config ? 'jitter'
        and (sluice_hidden.try_interval(config ->> 'jitter') between '0' and '1 day') is not true),
      ('max_consecutive_failures', 'must be a whole number', '0: it goes on whatever fails.',
        config ? 'max_consecutive_failures'
        and (config ->> 'max_consecutive_failures' ~ '^[0-9]{1,6}$') is not true),
      ('outside_hours', 'must be skip or move', 'move: it runs as soon as the calendar is open.',
        config ? 'outside_hours'
        and (config ->> 'outside_hours' in ('skip', 'move')) is not true),
      ('outside_hours', 'needs a calendar', 'Name one made with set_calendar.',
        config ? 'outside_hours' and not config ? 'calendar')
  ) as fault (key, message, hint, is_there)
  where fault.is_there;
end;

comment on function sluice_private.schedule_policy_faults(jsonb) is
  'What is wrong with the policies of a schedule.';
