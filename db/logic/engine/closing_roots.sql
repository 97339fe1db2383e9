create or replace function sluice_private.closing_roots(
  closing sluice_private.closing_frame[]
)
returns setof sluice_private.closing_frame
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  with first as (
    select distinct on (c.execution_id) c.*
    from unnest(closing) with ordinality as c (
      organization_id, execution_id, frame_id, status, output, error, ordinal
    )
    where c.frame_id = 0
    order by c.execution_id, c.ordinal
  )
  select first.organization_id, first.execution_id, first.frame_id, first.status, first.output,
    first.error
  from first
  inner join sluice_private.live_executions as live
    on live.organization_id = first.organization_id and live.id = first.execution_id
  inner join sluice.workflow_versions as version
    on version.organization_id = live.organization_id and version.id = live.version_id
  where first.status in ('failed', 'timed_out')
    and version.compensates
    and exists (
      select from sluice_private.compensations as kept
      where kept.organization_id = first.organization_id
        and kept.execution_id = first.execution_id
    );
end;
$$;

comment on function sluice_private.closing_roots(sluice_private.closing_frame[]) is
  'The ends of executions that fail, or have taken too long, and have something to undo.';
