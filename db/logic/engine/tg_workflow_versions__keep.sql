/* Deleting a workflow, or its organization, deletes its versions. */
create or replace function sluice_private.tg_workflow_versions__keep()
returns trigger
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if not exists (
    select
    from sluice_private.live_executions as live
    where live.workflow_id = old.workflow_id and live.version_id = old.id
  ) then
    return old;
  end if;
  raise exception using
    errcode = 'SLSTA',
    message = format('workflow %s has executions that have not ended', old.workflow_id),
    detail = format('They would never end: what follows is in version %s.', old.number),
    hint = 'Cancel them first, or archive it with set_workflow_status: it stays readable.';
end;
$$;

comment on function sluice_private.tg_workflow_versions__keep() is
  'Refuses to delete a version of which executions are under way.';
