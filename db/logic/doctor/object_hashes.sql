/* How the server writes definitions out differs between its major versions; sources do not.
   Nothing is looked up by name: a partition may be dropped meanwhile. What notes the rows of a
   watched table comes and goes with the watch. */
create or replace function sluice_private.object_hashes()
returns table (name text, hash text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return query
  select
    'function ' || p.oid::regprocedure,
    md5(concat_ws(
      '|', case when p.prosrc = '' then pg_get_functiondef(p.oid) else p.prosrc end, p.proconfig,
      p.prosecdef, p.provolatile, p.proowner::regrole
    ))
  from pg_proc as p
  where p.pronamespace::regnamespace::text in ('sluice', 'sluice_hidden', 'sluice_private')
    and p.proname !~ '^note_rows_[0-9]+$'
  union all
  select 'view ' || c.oid::regclass, md5(concat_ws('|', pg_get_viewdef(c.oid), c.reloptions))
  from pg_class as c
  where c.relnamespace::regnamespace::text in ('sluice', 'sluice_hidden', 'sluice_private')
    and c.relkind = 'v'
  union all
  select format('trigger %s on %s', t.tgname, t.tgrelid::regclass),
    md5(concat_ws('|', pg_get_triggerdef(t.oid), t.tgenabled))
  from pg_trigger as t
  inner join pg_class as c on c.oid = t.tgrelid
  where c.relnamespace::regnamespace::text in ('sluice', 'sluice_private') and not t.tgisinternal
  union all
  select format('policy %s on %s.%s', p.policyname, p.schemaname, p.tablename),
    md5(concat_ws('|', p.permissive, p.roles, p.cmd, p.qual, p.with_check))
  from pg_policies as p
  inner join pg_namespace as n on n.nspname = p.schemaname
  inner join pg_class as c on c.relnamespace = n.oid and c.relname = p.tablename
  where p.schemaname in ('sluice', 'sluice_private') and not c.relispartition
  union all
  select 'row security of ' || c.oid::regclass,
    md5(concat_ws('|', c.relrowsecurity, c.relforcerowsecurity))
  from pg_class as c
  where c.relnamespace::regnamespace::text in ('sluice', 'sluice_private')
    and c.relkind in ('r', 'p') and not c.relispartition;
end;
$$;

comment on function sluice_private.object_hashes() is
  'What migrations make besides tables, each with a hash of what it is now.';
