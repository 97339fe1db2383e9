create or replace function sluice_private.tg_workflow_versions__freeze()
returns trigger
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
begin
  if (new.published_by is null or new.published_by = old.published_by)
    and (new.organization_id, new.id, new.workflow_id, new.number, new.content_hash)
      = (old.organization_id, old.id, old.workflow_id, old.number, old.content_hash)
    and new.definition = old.definition
    and new.created_at = old.created_at
  then
    return new;
  end if;
  raise exception using
    errcode = 'SLSTA',
    message = 'a published version cannot change',
    hint = 'Change the draft and publish it: that makes a new version.';
end;
$$;

comment on function sluice_private.tg_workflow_versions__freeze() is
  'Refuses every change of a version, except forgetting who published it.';
