create or replace function sluice_private.copy_kept(
  parent regclass,
  organization_ids uuid[],
  ids uuid[]
)
returns void
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
  v_key text := sluice_private.partition_key(parent);
  v_from uuid := (select min(id::text)::uuid from unnest(ids) as id);
  v_to uuid := (select max(id::text)::uuid from unnest(ids) as id);
begin
  execute format(
    'insert into sluice_private.%I
     select kept.*
     from unnest($1, $2) as one (organization_id, id)
     inner join %s as kept
       on kept.organization_id = one.organization_id
       and kept.%I = one.id
       and kept.%I between $3 and $4',
    (select relname::text from pg_class where oid = parent) || '_kept', parent, v_key, v_key
  )
  using organization_ids, ids, v_from, v_to;
end;
$$;

comment on function sluice_private.copy_kept(regclass, uuid[], uuid[]) is
  'Copies the rows of these executions, or of these events, to what is kept.';
