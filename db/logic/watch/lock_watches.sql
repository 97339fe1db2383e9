create or replace function sluice_private.lock_watches(relation regclass)
returns void
language sql
volatile
return pg_advisory_xact_lock(hashtextextended('sluice:watch ' || relation::oid, 0));

comment on function sluice_private.lock_watches(regclass) is
  'Has those who change how a table is watched take turns, before they lock its watches.';
