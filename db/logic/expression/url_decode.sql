create or replace function sluice_private.url_decode(value text)
returns text
language sql
immutable
parallel safe
begin atomic
  select convert_from(
    coalesce(
      string_agg(
        case
          when run[1] like '\%%' then decode(replace(run[1], '%', ''), 'hex')
          else convert_to(run[1], 'UTF8')
        end,
        '' order by ordinal
      ),
      ''
    ),
    'UTF8'
  )
  from regexp_matches(value, '(?:%[0-9A-Fa-f]{2})+|[^%]+', 'g')
    with ordinality as m (run, ordinal)
  having value !~ '%(?![0-9A-Fa-f]{2})';
end;

comment on function sluice_private.url_decode(text) is
  'Reads percent-encoding; raises where the bytes are not UTF-8, null where a % stands alone.';
