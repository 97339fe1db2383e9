create or replace function sluice_private.frames_below(
  organization_id uuid,
  execution_id uuid,
  frame_ids bigint[]
)
returns bigint[]
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return array(
    select frame.frame_id
    from sluice_private.frames as frame
    where frame.organization_id = frames_below.organization_id
      and frame.execution_id = frames_below.execution_id
      and frame.lineage && frame_ids
  );
end;
$$;

comment on function sluice_private.frames_below(uuid, uuid, bigint[]) is
  'These frames of an execution, and the frames of containers in them, however deep.';
