create or replace function sluice_private.frames_of(
  organization_id uuid,
  execution_id uuid,
  frame_id bigint,
  step_nos int[]
)
returns bigint[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return sluice_private.frames_below(
    organization_id, execution_id,
    array(
      select frame.frame_id
      from sluice_private.frames as frame
      where frame.organization_id = frames_of.organization_id
        and frame.execution_id = frames_of.execution_id
        and frame.parent_id = frames_of.frame_id
        and frame.container = any (step_nos)
    )
  );
end;
$$;

comment on function sluice_private.frames_of(uuid, uuid, bigint, int[]) is
  'The frames of these containers of a frame, and those in them, however deep.';
