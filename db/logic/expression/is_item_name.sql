create or replace function sluice_private.is_item_name(name text)
returns boolean
language sql
immutable
return name ~ '^[A-Za-z_][A-Za-z0-9_]{0,62}$' and name not in (
  'trigger', 'steps', 'vars', 'item', 'index', 'execution', 'workflow', 'organization', 'now',
  'strict', 'lax', 'exists', 'true', 'false', 'null', 'not', 'is', 'last', 'to', 'unknown'
);

comment on function sluice_private.is_item_name(text) is
  'Whether the item of a foreach may have this name: an identifier that expressions do not know.';
