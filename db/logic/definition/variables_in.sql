/* The canonical text of a path quotes every key; its string literals are blanked, as they may say
   anything. */
create or replace function sluice_private.variables_in(path jsonpath)
returns setof text
language sql
immutable
begin atomic
  select key.match[1]
  from regexp_matches(
    sluice_private.unquoted(path), '\$\."vars"(?:\."((?:[^"\\]|\\.)*)")?', 'g'
  ) as key (match);
end;

comment on function sluice_private.variables_in(jsonpath) is
  'The variables that a path reads; a null is a read of all of them.';
