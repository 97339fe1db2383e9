create or replace function sluice_private.unquoted(path jsonpath)
returns text
language sql
immutable
return regexp_replace(path::text, '(\."(?:[^"\\]|\\.)*")|"(?:[^"\\]|\\.)*"', '\1', 'g');

comment on function sluice_private.unquoted(jsonpath) is
  'The canonical text of a path, keys quoted, without its string literals.';
