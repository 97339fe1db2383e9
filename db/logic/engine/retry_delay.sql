create or replace function sluice_private.retry_delay(
  step sluice.workflow_steps,
  attempt int,
  error jsonb
)
returns interval
language sql
volatile
return case
  when jsonb_typeof(error -> 'retry_after_ms') = 'number'
    then least((error ->> 'retry_after_ms')::double precision, 86400000) * interval '1 ms'
  else least(
    step.retry_max,
    step.retry_initial
      * case step.backoff when 'exponential' then power(2, least(attempt - 1, 30)) else 1 end
  ) * (1 - step.retry_jitter * random())
end;

comment on function sluice_private.retry_delay(sluice.workflow_steps, int, jsonb) is
  'How long to wait after this failed attempt: what the error asks for, or the step''s policy.';
