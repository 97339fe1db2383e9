create or replace function sluice_private.kept_key(key text)
returns text
language sql
immutable
return case
  when length(key) > 400
    then left(key, 400) || ':' || encode(sha256(convert_to(key, 'UTF8')), 'hex')
  else key
end;

comment on function sluice_private.kept_key(text) is
  'A key as it is kept: a long one as its beginning and its hash.';
