create or replace function sluice_private.retry_delay(
  step sluice.workflow_steps,
  attempt int,
  error jsonb
)
returns interval
language sql
volatile
return coalesce(
  sluice_private.delay_asked(error),
  interval '1 second' * least(
    extract(epoch from step.retry_max)::double precision,
    extract(epoch from step.retry_initial)::double precision
      * case step.backoff when 'exponential' then power(2, least(attempt - 1, 30)) else 1 end
  ) * (1 - step.retry_jitter * random())
);

comment on function sluice_private.retry_delay(sluice.workflow_steps, int, jsonb) is
  'How long to wait after this failed attempt: what the error asks for, or the step''s policy.';
