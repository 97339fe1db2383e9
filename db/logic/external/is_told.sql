create or replace function sluice_private.is_told(lease sluice_private.step_leases)
returns boolean
language sql
stable
return exists (
  select from sluice_private.arrivals as said
  where said.organization_id = lease.organization_id
    and said.execution_id = lease.execution_id
    and (said.token = lease.token or (said.kind, said.frame_id, said.step_no, said.generation)
      = ('settle', lease.frame_id, lease.step_no, lease.generation))
);

comment on function sluice_private.is_told(sluice_private.step_leases) is
  'Whether somebody has said already what became of a step, and no transaction has acted on it.';
