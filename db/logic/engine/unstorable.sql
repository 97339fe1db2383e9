create or replace function sluice_private.unstorable(result text)
returns jsonb
language sql
immutable
return case
  when octet_length(result) > sluice_hidden.max_value_bytes()
    then sluice_private.oversized('its output')
  else jsonb_build_object(
    'class', 'unreadable', 'code', 'SLVAL', 'retryable', false,
    'message', 'its result cannot be stored',
    'hint', 'It is no JSON, or has U+0000, half a surrogate pair, a number beyond numeric, or is '
      'nested too deeply, or too long with its numbers written in full.'
  )
end;

comment on function sluice_private.unstorable(text) is
  'The error of a step whose result, as JSON text, cannot be stored.';
