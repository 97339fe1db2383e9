create or replace function sluice_private.assert_event_value(
  name text,
  key text,
  payload jsonb,
  ttl interval
)
returns void
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
  if not sluice_private.is_event_name(name) or length(key) not between 1 and 500 then
    raise exception using
      errcode = 'SLVAL',
      message = 'an event needs a name, and a key has 1 to 500 characters',
      hint = 'A name has up to 200 letters, digits and _ . : / -, such as order.paid.';
  end if;
  if name like 'sluice.%' then
    raise exception using
      errcode = 'SLVAL',
      message = 'events whose name begins with sluice. are those of the engine',
      hint = 'Choose another name, such as order.paid.';
  elsif ttl not between interval '1 millisecond' and interval '10 years' then
    raise exception using
      errcode = 'SLVAL',
      message = 'the ttl of an event is between a millisecond and 10 years',
      hint = 'Without one it counts for as long as it is kept.';
  end if;
  perform sluice_hidden.assert_size(payload, 'the payload');
end;
$$;

comment on function sluice_private.assert_event_value(text, text, jsonb, interval) is
  'Raises SLVAL where an event cannot be called so, be about that, or have such a payload or ttl.';
