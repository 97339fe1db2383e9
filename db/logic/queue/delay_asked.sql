/* A failure says what it likes; numbers that double precision cannot hold, too. */
create or replace function sluice_private.delay_asked(error jsonb)
returns interval
language sql
immutable
return interval '1 millisecond' * case
  when jsonb_typeof(error -> 'retry_after_ms') = 'number' then
    round(least(greatest((error ->> 'retry_after_ms')::numeric, 0), 86400000), 3)::float8
end;

comment on function sluice_private.delay_asked(jsonb) is
  'How long a failure asks to be left alone, a day at most; null: it does not say.';
