/* Security definer: the log is private, and to ask is to watch. The rights are those to read in the
   organization. */
create or replace function sluice.execution_changes(
  since text default null,
  workflow_id uuid default null,
  organization_id uuid default null
)
returns table (cursor text, is_reset boolean, execution_ids uuid[])
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_organization_id uuid := case
    when workflow_id is null then sluice_private.assert_organization(
      coalesce(organization_id, sluice_hidden.current_organization_id()), 'read'
    )
    else (sluice_private.find_workflow(workflow_id, 'read')).organization_id
  end;
  v_scope uuid := coalesce(workflow_id, v_organization_id);
begin
  perform sluice_hidden.watch_scopes(array[v_organization_id], array[v_scope]);
  return query
  select now.cursor, missed.is_reset,
    array(select changed.id from unnest(missed.execution_ids) as changed (id) order by changed.id)
  from (select pg_current_snapshot()::text) as now (cursor)
  cross join lateral sluice_hidden.missed_changes(
    v_organization_id, v_scope, since, now.cursor
  ) as missed;
end;
$$;

comment on function sluice.execution_changes(text, uuid, uuid) is
  'Which executions of an organization, or of one of its workflows, have changed since a cursor, '
  'and the next cursor; is_reset: nobody knows, load everything again, as at the beginning.';
grant execute on function sluice.execution_changes(text, uuid, uuid)
to sluice_member, sluice_admin;
