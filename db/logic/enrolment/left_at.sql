create or replace function sluice_private.left_at(
  organization_id uuid,
  workflow_id uuid,
  record text
)
returns timestamptz
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_last sluice_private.enrolments;
begin
  select known.*
  into v_last
  from sluice_private.enrolments as known
  where known.organization_id = left_at.organization_id
    and known.workflow_id = left_at.workflow_id
    and known.record = left_at.record
  order by known.execution_id desc
  limit 1;
  return coalesce((
    select past.finished_at
    from sluice_private.executions as past
    where past.organization_id = v_last.organization_id and past.id = v_last.execution_id
  ), v_last.enrolled_at);
end;
$$;

comment on function sluice_private.left_at(uuid, uuid, text) is
  'When the last execution for a record ended, or began if that is not known any more; null where '
  'there was none.';
