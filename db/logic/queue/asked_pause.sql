create or replace function sluice_private.asked_pause(release sluice_private.limit_releases)
returns timestamptz
language sql
stable
return (
  select attempt.finished_at
    + coalesce(sluice_private.delay_asked(attempt.error), interval '1 second')
  from sluice_private.step_attempts as attempt
  where attempt.organization_id = release.organization_id
    and attempt.execution_id = release.execution_id
    and attempt.token = release.token
    and attempt.status = 'failed'
    and (jsonb_typeof(attempt.error -> 'retry_after_ms') = 'number'
      or not attempt.error ? 'retry_after_ms'
        and (attempt.error ->> 'class' = 'rate_limited'
          or attempt.error #>> '{detail,status}' = '429'))
  limit 1
);

comment on function sluice_private.asked_pause(sluice_private.limit_releases) is
  'Until when the provider of a step that failed wants no more: what Retry-After says, or one '
  'second for a 429 without.';
