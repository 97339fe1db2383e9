create or replace function sluice_private.recall_steps(
  inout fired sluice_private.fired_step[],
  out settled sluice_private.settled_step[]
)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if not exists (select from unnest(fired) as f where f.generation > 0) then
    return;
  end if;
  with driver as materialized (
    select item.f, known.node_id, known.type, coalesce(
      sluice_private.frame_path(
        (item.f).organization_id, (item.f).execution_id, (item.f).frame_id
      ), ''
    ) as frame_path
    from (select f from unnest(fired) as f limit cardinality(fired)) as item
    cross join lateral (
      select w.node_id, w.type
      from sluice.workflow_steps as w
      where w.organization_id = (item.f).organization_id
        and w.version_id = (item.f).version_id
        and w.step_no = (item.f).step_no
      offset 0
    ) as known
    where (item.f).generation > 0 and (item.f).is_live
  ),
  taken as (
    delete from sluice_private.kept_steps as kept
    using driver
    where kept.organization_id = any (array[(driver.f).organization_id])
      and kept.execution_id = (driver.f).execution_id
      and kept.node_id = driver.node_id
      and kept.frame_path = driver.frame_path
      and kept.type = driver.type
      and not kept.is_edited
    returning driver.f, kept
  )
  select
    array_agg(step) filter (where (t.kept).node_id is null),
    array_agg((
      (t.f).organization_id, (t.f).execution_id, (t.f).version_id, (t.f).frame_id,
      (t.f).step_no, (t.f).generation, (t.kept).status, (t.kept).ports, (t.kept).attempt,
      (t.kept).input, (t.kept).output, (t.kept).error,
      jsonb_build_object('kept_from', (t.kept).generation), (t.kept).ready_at,
      (t.kept).started_at, (t.kept).finished_at, null, (t.f).token
    )::sluice_private.settled_step) filter (where (t.kept).node_id is not null)
  into fired, settled
  from unnest(fired) as step
  left join taken as t
    on (t.f).execution_id = step.execution_id
    and (t.f).frame_id = step.frame_id
    and (t.f).step_no = step.step_no;
  perform sluice_private.recall_compensations(s) from unnest(settled) as s;
end;
$$;

comment on function sluice_private.recall_steps(sluice_private.fired_step[]) is
  'Of steps that fire in retried executions: those that have ended before and are kept, as they '
  'ended; the others are left to be run.';
