create or replace function sluice_hidden.delete_watch(object text, organization_id uuid)
returns table (relation regclass, operations text[])
language plpgsql
volatile
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  v_organization_id uuid := coalesce(organization_id, '00000000-0000-0000-0000-000000000000');
begin
  if organization_id is null then
    perform sluice_hidden.assert_operator('end a watch of all organizations');
  else
    perform sluice_private.assert_organization(organization_id, 'manage');
  end if;
  perform sluice_private.lock_watches(w.relation)
  from sluice_private.table_watches as w
  where w.organization_id = v_organization_id and w.object = delete_watch.object;
  delete from sluice_private.table_watches as w
  where w.organization_id = v_organization_id and w.object = delete_watch.object
  returning w.relation into delete_watch.relation;
  if relation is null then
    raise exception using
      errcode = 'SLNTF',
      message = format('nothing is watched as %s', coalesce(object, 'null')),
      hint = 'List sluice.watched_tables to see what is.';
  end if;
  delete from sluice_private.watch_faults as f
  where f.organization_id = v_organization_id and f.object = delete_watch.object;
  if exists (select from pg_class as c where c.oid = relation) then
    operations := sluice_private.watched_operations(relation);
    perform sluice_private.refresh_note_function(relation);
  end if;
  return next;
end;
$$;

comment on function sluice_hidden.delete_watch(text, uuid) is
  'Forgets a watch, if whoever asks may; answers its table and the '
  'operations that still need triggers there; null: the table is gone.';
grant execute on function sluice_hidden.delete_watch(text, uuid) to sluice_member, sluice_admin;
