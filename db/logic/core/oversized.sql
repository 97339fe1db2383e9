create or replace function sluice_private.oversized(what text)
returns jsonb
language sql
immutable
return jsonb_build_object(
  'class', 'oversized', 'code', 'SLVAL', 'retryable', false,
  'message', format(
    '%s is longer than %s bytes, or nested more than 5,000 deep',
    what, sluice_hidden.max_value_bytes()
  ),
  'hint', 'Keep large data elsewhere and pass a reference to it.'
);

comment on function sluice_private.oversized(text) is
  'The error of a step whose input or output is too long to be stored.';
