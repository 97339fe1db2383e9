create or replace function sluice_private.was_taken(
  organization_id uuid,
  execution_id uuid,
  frame_id bigint,
  step_no int,
  started_at timestamptz,
  event_id uuid
)
returns boolean
language sql
stable
return frame_id <> 0 and exists (
  select from sluice_private.taken_events as taken
  where taken.organization_id = was_taken.organization_id
    and taken.execution_id = was_taken.execution_id
    and taken.step_no = was_taken.step_no
    and taken.event_id = was_taken.event_id
    and taken.taken_at <= was_taken.started_at
);

comment on function sluice_private.was_taken(uuid, uuid, bigint, int, timestamptz, uuid) is
  'Whether the event had ended this node''s wait in an earlier iteration when this one began.';
