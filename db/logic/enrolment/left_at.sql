/* The last to begin need not be the last to end: an execution may be retried. Each is found by its
   id in one partition of history. */
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
  v_known sluice_private.enrolments;
  v_left_at timestamptz;
begin
  for v_known in
    select known.*
    from sluice_private.enrolments as known
    where known.organization_id = left_at.organization_id
      and known.workflow_id = left_at.workflow_id
      and known.record = left_at.record
    order by known.execution_id desc
    limit 10
  loop
    v_left_at := greatest(v_left_at, coalesce((
      select past.finished_at
      from sluice_private.executions as past
      where past.organization_id = v_known.organization_id and past.id = v_known.execution_id
    ), v_known.enrolled_at));
  end loop;
  return v_left_at;
end;
$$;

comment on function sluice_private.left_at(uuid, uuid, text) is
  'When the last of the newest ten executions for a record ended, or began if that is not known '
  'any more; null where there was none.';
