create or replace function sluice_private.undone_frame(lease sluice_private.step_leases)
returns bigint
language sql
stable
return (
  select kept.frame_id
  from sluice_private.frames as frame
  inner join sluice_private.compensations as kept
    on kept.organization_id = frame.organization_id
    and kept.execution_id = frame.execution_id
    and kept.seq = (frame.bindings ->> 'compensation')::int
  where frame.organization_id = lease.organization_id
    and frame.execution_id = lease.execution_id
    and frame.frame_id = lease.frame_id
);

comment on function sluice_private.undone_frame(sluice_private.step_leases) is
  'The frame of the step that a compensation undoes.';
