create or replace function sluice_private.count_in_frames(fired sluice_private.fired_step[])
returns sluice_private.frame_change[]
language sql
immutable
begin atomic
  select array_agg((f.organization_id, f.execution_id, f.frame_id, 1)::sluice_private.frame_change)
  from unnest(fired) as f;
end;

comment on function sluice_private.count_in_frames(sluice_private.fired_step[]) is
  'One more thing under way, in the frame of each of these steps.';
