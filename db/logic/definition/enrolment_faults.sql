create or replace function sluice_private.enrolment_faults(policy jsonb)
returns table (key text, message text, hint text)
language sql
immutable
begin atomic
  select fault.key, fault.message, fault.hint
  from (
    values
      ('key', 'must be an expression that names the record',
        'Such as trigger.payload.contact_id, without braces.',
        jsonb_typeof(policy -> 'key') is distinct from 'string' or (
          sluice_private.compile_trigger_expression('key', policy -> 'key')
        ).problem is not null),
      ('again', 'must be never, after_exit, always or a duration of up to 10 years',
        'A duration is how long after it has left a record may be enrolled again.',
        policy ? 'again' and coalesce(policy ->> 'again', '')
          not in ('never', 'after_exit', 'always')
        and not sluice_private.is_span(policy -> 'again', '1 s', '10 years')),
      ('exit_on', 'must be a list of up to 20 events',
        'Such as [{ "event": "contact.unsubscribed" }]; their key is the record.',
        policy ? 'exit_on' and case when jsonb_typeof(policy -> 'exit_on') = 'array'
          then jsonb_array_length(policy -> 'exit_on') > 20 or exists (
            select
            from jsonb_array_elements(policy -> 'exit_on') as item (value)
            where jsonb_typeof(item.value) <> 'object' or item.value - 'event' <> '{}'
              or not sluice_private.is_event_pattern(item.value ->> 'event')
          ) else true end),
      ('suppressed_by', 'must be a list of up to 20 names or ids of workflows',
        'A record that is enrolled in one of them is not enrolled in this one.',
        policy ? 'suppressed_by' and case when jsonb_typeof(policy -> 'suppressed_by') = 'array'
          then jsonb_array_length(policy -> 'suppressed_by') > 20
            or jsonb_path_exists(policy, '$.suppressed_by[*] ? (@.type() != "string")')
          else true end),
      ('cap', 'must have active, or count and per', 'Such as { "count": 100, "per": "1 day" }.',
        policy ? 'cap' and case when jsonb_typeof(policy -> 'cap') = 'object'
          then policy -> 'cap' = '{}'
            or (policy -> 'cap') - '{active,count,per}'::text[] <> '{}'
            or not sluice_private.is_whole(policy #> '{cap,active}', 1, 100000)
            or not sluice_private.is_whole(policy #> '{cap,count}', 1, 100000)
            or (policy -> 'cap' ? 'count') <> (policy -> 'cap' ? 'per')
            or not sluice_private.is_span(policy #> '{cap,per}', '1 s', '365 days')
          else true end)
  ) as fault (key, message, hint, is_there)
  where fault.is_there
  union all
  select given.key, 'is not a field of enrolment',
    'Known are key, again, exit_on, suppressed_by and cap.'
  from jsonb_object_keys(policy) as given (key)
  where given.key not in ('key', 'again', 'exit_on', 'suppressed_by', 'cap');
end;

comment on function sluice_private.enrolment_faults(jsonb) is
  'What is wrong with a policy of enrolment.';
