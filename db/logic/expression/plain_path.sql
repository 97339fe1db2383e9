create or replace function sluice_private.plain_path(path text)
returns text
language sql
immutable
parallel safe
return regexp_replace(
  regexp_replace(path, '\."([A-Za-z_][A-Za-z0-9_]*)"', '.\1', 'g'), '^\$\.', ''
);

comment on function sluice_private.plain_path(text) is
  'The canonical text of a path as people write it: plain keys without quotes, without $.';
