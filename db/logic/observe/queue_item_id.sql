create or replace function sluice_hidden.queue_item_id(
  execution_id uuid,
  frame_id bigint,
  step_no int,
  generation int
)
returns uuid
language sql
immutable
parallel safe
return md5(execution_id || ':' || frame_id || ':' || step_no || ':' || generation)::uuid;

comment on function sluice_hidden.queue_item_id(uuid, bigint, int, int) is
  'The id under which a step is in the queue, from its first attempt to its last.';
grant execute on function sluice_hidden.queue_item_id(uuid, bigint, int, int)
to sluice_member, sluice_admin;
