create or replace function sluice_private.cap_fault(version sluice.workflow_versions)
returns text
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_active int := (version.enrolment #>> '{cap,active}')::int;
  v_count int := (version.enrolment #>> '{cap,count}')::int;
  v_since timestamptz := sluice_hidden.now() - (version.enrolment #>> '{cap,per}')::interval;
begin
  if v_active is not null and v_active <= (
    select count(*)
    from (
      select
      from sluice_private.live_executions as live
      where live.workflow_id = version.workflow_id
        and live.organization_id = version.organization_id
      limit v_active
    ) as under_way
  ) then
    return format('as many as may are enrolled: %s', v_active);
  elsif v_count is not null and v_count <= (
    select count(*)
    from (
      select
      from sluice_private.enrolments as known
      where known.organization_id = version.organization_id
        and known.workflow_id = version.workflow_id
        and known.enrolled_at > v_since
        and known.is_counted
      limit v_count
    ) as lately
  ) then
    return format('as many as may have been enrolled: %s within %s',
      v_count, version.enrolment #>> '{cap,per}');
  end if;
  return null;
end;
$$;

comment on function sluice_private.cap_fault(sluice.workflow_versions) is
  'Why nobody may be enrolled now, whoever it is; or null.';
