create or replace function sluice_private.url_encode(value text)
returns text
language sql
immutable
parallel safe
begin atomic
  select coalesce(
    string_agg(
      case
        when run[1] ~ '^[A-Za-z0-9._~-]' then run[1]
        else regexp_replace(
          upper(encode(convert_to(run[1], 'UTF8'), 'hex')), '(..)', '%\1', 'g'
        )
      end,
      '' order by ordinal
    ),
    ''
  )
  from regexp_matches(value, '[A-Za-z0-9._~-]+|[^A-Za-z0-9._~-]+', 'g')
    with ordinality as m (run, ordinal)
  having value is not null;
end;

comment on function sluice_private.url_encode(text) is
  'Percent-encodes all but the unreserved characters of RFC 3986.';
