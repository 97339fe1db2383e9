create or replace function sluice_private.frame_path(
  organization_id uuid,
  execution_id uuid,
  frame_id bigint
)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if frame_id = 0 then
    return null;
  end if;
  return (
    select frame.path
    from sluice_private.frames as frame
    where frame.organization_id = frame_path.organization_id
      and frame.execution_id = frame_path.execution_id
      and frame.frame_id = frame_path.frame_id
  );
end;
$$;

comment on function sluice_private.frame_path(uuid, uuid, bigint) is
  'The iterations that a frame is in, such as each[3].inner[0]; null at the root.';
