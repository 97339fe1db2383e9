create or replace function sluice_hidden.uuid_floor(instant timestamptz)
returns uuid
language sql
immutable
parallel safe
return (
  lpad(to_hex((extract(epoch from instant) * 1000)::bigint), 12, '0')
  || '00000000000000000000'
)::uuid;

comment on function sluice_hidden.uuid_floor(timestamptz) is
  'The smallest version 7 id that can be made at this instant: where a time partition begins.';
grant execute on function sluice_hidden.uuid_floor(timestamptz)
to sluice_member, sluice_admin, sluice_worker;
