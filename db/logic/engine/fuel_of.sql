create or replace function sluice_private.fuel_of(fired sluice_private.fired_step[])
returns int
language sql
immutable
begin atomic
  select greatest(count(*) + 4 * count(*) filter (where f.frame_id <> 0), 20)::int
  from unnest(fired) as f;
end;

comment on function sluice_private.fuel_of(sluice_private.fired_step[]) is
  'What a round burns.';
