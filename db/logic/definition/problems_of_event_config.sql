create or replace function sluice_private.problems_of_event_config(trigger text, config jsonb)
returns table (key text, message text, hint text)
language sql
immutable
begin atomic
  select fault.key, fault.message, fault.hint
  from (
    values
      ('name', 'has what is neither the name of an event nor a pattern',
        'Such as order.paid, order.* (one more part) or order.** (one or more).',
        trigger = 'event' and exists (
          select
          from unnest(sluice_private.texts_of(case jsonb_typeof(config -> 'name')
            when 'array' then config -> 'name' else jsonb_build_array(config -> 'name') end
          )) as named (pattern)
          where not sluice_private.is_event_pattern(named.pattern)
        )),
      ('batch', 'may be there only without debounce and throttle',
        'A trigger holds its events in one way; use a second trigger, or settings.limits.',
        (config ? 'batch')::int + (config ? 'debounce')::int + (config ? 'throttle')::int > 1),
      ('batch.within', 'must be a duration of 1 second to 30 days', 'Such as 5 minutes.',
        not sluice_private.is_span(config #> '{batch,within}', '1 s', '30 days')),
      ('debounce.for', 'must be a duration of 1 second to 30 days', 'Such as 30 seconds.',
        not sluice_private.is_span(config #> '{debounce,for}', '1 s', '30 days')),
      ('debounce.at_most', 'must be a duration of 1 second to 30 days', 'Such as 10 minutes.',
        not sluice_private.is_span(config #> '{debounce,at_most}', '1 s', '30 days')),
      ('throttle.per', 'must be a duration of 1 second to 30 days', 'Such as 1 hour.',
        not sluice_private.is_span(config #> '{throttle,per}', '1 s', '30 days')),
      ('within', 'must be a duration of 1 second to 365 days', 'Such as 1 hour.',
        trigger in ('workflow_finished', 'workflow_failed', 'expected_run_missing')
        and not sluice_private.is_span(config -> 'within', '1 s', '365 days')),
      ('mode', 'needs, to be all, two or more workflows and within',
        'Such as { "mode": "all", "workflows": ["A", "B"], "within": "1 hour" }.',
        config ->> 'mode' = 'all' and not (config ? 'within' and config ? 'workflows'
          and jsonb_array_length(config -> 'workflows') > 1)),
      ('mode', 'must be all for within or key to be looked at',
        'Add "mode": "all", or leave them out.',
        trigger in ('workflow_finished', 'workflow_failed') and config ?| '{within,key}'
        and config ->> 'mode' is distinct from 'all'),
      ('within', 'must be there, or else by', 'Such as 1 day; by is a local time, such as 09:00.',
        trigger = 'expected_run_missing' and (config ? 'within') = (config ? 'by')),
      ('by', 'must be a local time, with a zone that there is', 'Such as 09:00 in Europe/Berlin.',
        trigger = 'expected_run_missing' and config ? 'by' and sluice_private.local_fault(
          jsonb_strip_nulls(jsonb_build_object('time', config -> 'by', 'zone', config -> 'zone'))
        ) is not null),
      ('zone', 'is the calendar''s', 'Leave it out.', config ?& '{calendar,zone}'),
      ('window', 'must be a duration of 10 seconds to 7 days', 'Such as 15 minutes.',
        not sluice_private.is_span(config -> 'window', '10 s', '7 days')),
      ('every', 'must be a duration of 10 seconds to 1 day', 'Such as 1 minute.',
        trigger = 'metric_threshold'
        and not sluice_private.is_span(config -> 'every', '10 s', '1 day')),
      ('workflow', 'is not looked at by queue_lag', 'A line has the steps of all workflows.',
        config ->> 'metric' = 'queue_lag' and config ? 'workflow')
  ) as fault (key, message, hint, is_there)
  where trigger in (
      'event', 'workflow_finished', 'workflow_failed', 'expected_run_missing', 'metric_threshold'
    )
    and fault.is_there
  union all
  select 'key', compiled.problem, 'An expression such as trigger.payload.customer, without braces.'
  from sluice_private.compile_trigger_expression('key', config -> 'key') as compiled
  where trigger in ('event', 'workflow_finished', 'workflow_failed') and config ? 'key'
    and compiled.problem is not null;
end;

comment on function sluice_private.problems_of_event_config(text, jsonb) is
  'What is wrong with the config of a trigger that listens to events, or watches something, and '
  'that its schema cannot say.';
