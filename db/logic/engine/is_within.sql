/* A prefix is not enough: node ids may hold any character, brackets too. */
create or replace function sluice_private.is_within(frame_path text, container_path text)
returns boolean
language sql
immutable
parallel safe
return starts_with(frame_path, container_path || '[')
  and substr(frame_path, length(container_path) + 2) ~ '^\d+\](\.|$)';

comment on function sluice_private.is_within(text, text) is
  'Whether a frame is one of a container''s, or inside one: each[3] and each[3].lines[0] are '
  'within each.';
