create or replace function sluice_private.is_inside_lock(
  container sluice_private.containers,
  key text
)
returns boolean
language sql
stable
begin atomic
  select exists (
    select
    from sluice_private.frames as here
    inner join sluice_private.frames as around
      on around.organization_id = here.organization_id
      and around.execution_id = here.execution_id
      and around.frame_id = any (here.lineage)
    inner join sluice_private.lock_claims as claim
      on claim.organization_id = around.organization_id
      and claim.execution_id = around.execution_id
      and claim.frame_id = around.parent_id
      and claim.step_no = around.container
    where here.organization_id = container.organization_id
      and here.execution_id = container.execution_id
      and here.frame_id = container.frame_id
      and claim.key = is_inside_lock.key
      and claim.state = 'held'
  );
end;

comment on function sluice_private.is_inside_lock(sluice_private.containers, text) is
  'Whether a group around this one holds the lock of this key.';
