create or replace function sluice_private.leave_enrolments(
  organization_id uuid,
  workflow_id uuid,
  record text,
  occurred_at timestamptz,
  reason jsonb
)
returns uuid
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_ended uuid;
begin
  with ended as (
    insert into sluice_private.arrivals (organization_id, execution_id, kind, body)
    select
      known.organization_id, known.execution_id, 'cancel',
      (reason || '{"class": "left"}')::text
    from sluice_private.enrolments as known
    cross join lateral (
      select
      from sluice_private.live_executions as live
      where live.organization_id = known.organization_id and live.id = known.execution_id
      offset 0
    ) as under_way
    where known.organization_id = leave_enrolments.organization_id
      and known.workflow_id = leave_enrolments.workflow_id
      and known.record = leave_enrolments.record
      and known.enrolled_at <= occurred_at
    returning arrivals.execution_id
  )
  select ended.execution_id into v_ended
  from ended
  order by ended.execution_id desc
  limit 1;
  return v_ended;
end;
$$;

comment on function sluice_private.leave_enrolments(uuid, uuid, text, timestamptz, jsonb) is
  'Cancels the executions that are under way for a record which had been enrolled when it left; '
  'answers the newest of them.';
