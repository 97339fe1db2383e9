create or replace function sluice_private.forget_executions(
  closing sluice_private.closing_frame[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from sluice_private.live_outputs as kept
  using (select c.* from unnest(closing) as c limit cardinality(closing)) as c
  where kept.organization_id = any (array[c.organization_id])
    and kept.execution_id = c.execution_id;
  delete from sluice_private.timers as timer
  using (select c.* from unnest(closing) as c limit cardinality(closing)) as c
  where timer.organization_id = any (array[c.organization_id])
    and timer.execution_id = c.execution_id;
  delete from sluice_private.taken_events as taken
  using (select c.* from unnest(closing) as c limit cardinality(closing)) as c
  where taken.organization_id = any (array[c.organization_id])
    and taken.execution_id = c.execution_id;
  if exists (select from sluice_private.compensations) then
    delete from sluice_private.compensations as kept
    using (select c.* from unnest(closing) as c limit cardinality(closing)) as c
    where kept.organization_id = any (array[c.organization_id])
      and kept.execution_id = c.execution_id;
  end if;
  if exists (select from sluice_private.kept_steps) then
    delete from sluice_private.kept_steps as kept
    using (select c.* from unnest(closing) as c limit cardinality(closing)) as c
    where kept.organization_id = any (array[c.organization_id])
      and kept.execution_id = c.execution_id;
  end if;
  if exists (select from sluice_private.limited_executions) then
    delete from sluice_private.limited_executions as limited
    using (select c.* from unnest(closing) as c limit cardinality(closing)) as c
    where limited.organization_id = any (array[c.organization_id])
      and limited.execution_id = c.execution_id;
  end if;
  if exists (select from sluice_private.step_limits) then
    delete from sluice_private.step_limits as kept
    using (select c.* from unnest(closing) as c limit cardinality(closing)) as c
    where kept.organization_id = any (array[c.organization_id])
      and kept.execution_id = c.execution_id;
  end if;
end;
$$;

comment on function sluice_private.forget_executions(sluice_private.closing_frame[]) is
  'Deletes what only executions under way need.';
