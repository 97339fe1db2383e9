create or replace function sluice_private.is_event_pattern(pattern text)
returns boolean
language sql
immutable
return sluice_private.is_event_name(pattern) or coalesce(
  length(pattern) <= 200
  and pattern ~ '^(\*|[A-Za-z0-9_:/-]+)(\.(\*|[A-Za-z0-9_:/-]+))*(\.\*\*)?$|^\*\*$', false
);

comment on function sluice_private.is_event_pattern(text) is
  'Whether a trigger may name events so: * is one part between dots, ** at the end all the rest.';
