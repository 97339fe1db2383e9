create or replace function sluice_hidden.uuid_instant(id uuid)
returns timestamptz
language sql
immutable
parallel safe
return to_timestamp(
  ('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint / 1000.0
);

comment on function sluice_hidden.uuid_instant(uuid) is
  'When a version 7 id was made, to the millisecond.';
