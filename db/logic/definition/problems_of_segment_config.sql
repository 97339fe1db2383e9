create or replace function sluice_private.problems_of_segment_config(trigger text, config jsonb)
returns table (key text, message text, hint text)
language sql
immutable
begin atomic
  select 'every', 'must be a duration of 1 minute to 30 days', 'Such as 1 hour.'
  where trigger in ('segment_entered', 'segment_left')
    and not sluice_private.is_span(config -> 'every', '1 min', '30 days')
  union all
  select 'condition', compiled.problem, 'Such as trigger.payload.record.score > 50.'
  from sluice_private.compile_trigger_expression('filter', config -> 'condition') as compiled
  where trigger in ('segment_entered', 'segment_left')
    and config ? 'condition' and compiled.problem is not null;
end;

comment on function sluice_private.problems_of_segment_config(text, jsonb) is
  'What is wrong with the config of a segment that its schema cannot say.';
