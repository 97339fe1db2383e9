/* Starts at the same moment do not see each other: the cap may be passed by as many. */
create or replace function sluice_private.assert_backlog(
  organization_id uuid,
  workflow_id uuid,
  added int
)
returns void
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  v_full sluice.workflow_limits;
begin
  select known.*
  into v_full
  from sluice.workflow_limits as known
  where known.organization_id = assert_backlog.organization_id
    and known.provider is null
    and (known.workflow_id is null or known.workflow_id = assert_backlog.workflow_id)
    and known.backlog < added + sluice_private.backlog_of(
      known.organization_id, known.workflow_id, known.backlog
    )
  order by known.name
  limit 1;
  if found then
    raise exception using
      errcode = 'SLLIM',
      message = format(
        'as many as may already wait: limit %s allows %s', v_full.name, v_full.backlog
      ),
      hint = 'Start it later, or have an admin raise the backlog with set_limit.';
  end if;
end;
$$;

comment on function sluice_private.assert_backlog(uuid, uuid, int) is
  'Raises SLLIM if so many more would wait than a limit of the organization allows.';
