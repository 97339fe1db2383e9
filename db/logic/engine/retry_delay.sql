create or replace function sluice_private.retry_delay(
  step sluice.workflow_steps,
  attempt int,
  error jsonb
)
returns interval
language sql
volatile
return interval '1 second' * case
  when jsonb_typeof(error -> 'retry_after_ms') = 'number'
    then least(greatest((error ->> 'retry_after_ms')::numeric, 0), 86400000)::float8 / 1000
  else least(
    extract(epoch from step.retry_max)::double precision,
    extract(epoch from step.retry_initial)::double precision
      * case step.backoff when 'exponential' then power(2, least(attempt - 1, 30)) else 1 end
  ) * (1 - step.retry_jitter * random())
end;

comment on function sluice_private.retry_delay(sluice.workflow_steps, int, jsonb) is
  'How long to wait after this failed attempt: what the error asks for, or the step''s policy.';
