/*
The rules of the house, asked of the catalogue. Every row names a rule and the object that breaks
it; no rows means that the database is in style. test/db/rules.test.ts plants each fault.
*/
with
/* Tables without a tenant. All others lead every key with organization_id. */
untenanted (name, reason) as (
  values
    ('sluice.organizations', 'is the tenant'),
    ('sluice.users', 'a person may belong to several organizations'),
    ('sluice_private.workers', 'a process serves all organizations'),
    ('sluice_private.admissions', 'where admission stands, for all organizations'),
    ('sluice_private.execution_counts', 'counts of all organizations together'),
    ('sluice_private.installed_objects', 'the objects of the database itself'),
    ('sluice_private.sweeps', 'one row a sweep of all organizations'),
    ('sluice_private.partition_sizes', 'a partition holds rows of all organizations'),
    ('sluice_private.maintenance', 'one row for the history of all organizations'),
    ('sluice_private.change_floor', 'one row for the log of all organizations'),
    ('sluice_private.sleeping_feeds', 'a server tells several organizations'),
    ('sluice_private.simulations', 'rows of the transactions that simulate, gone with them'),
    ('sluice_private.test_mode', 'one row, in test databases only')
),
relations as (
  select
    pg_class.*,
    pg_class.oid::regclass::text as name,
    pg_class.relnamespace::regnamespace::text as nspname
  from pg_catalog.pg_class
  where pg_class.relnamespace::regnamespace::text in ('sluice', 'sluice_hidden', 'sluice_private')
),
tables as (
  select relations.*
  from relations
  where relations.relkind in ('r', 'p')
),
/* Partitions have their keys, checks and columns from the table they are a part of. */
whole_tables as (
  select tables.*
  from tables
  where not tables.relispartition
),
tenant_tables as (
  select whole_tables.*
  from whole_tables
  where whole_tables.name not in (select untenanted.name from untenanted)
),
columns as (
  select
    pg_attribute.*,
    whole_tables.nspname,
    format('%s.%s', whole_tables.name, pg_attribute.attname) as name
  from whole_tables
  inner join pg_catalog.pg_attribute on pg_attribute.attrelid = whole_tables.oid
  where pg_attribute.attnum > 0 and not pg_attribute.attisdropped
),
functions as (
  select
    pg_proc.*,
    pg_proc.oid::regprocedure::text as name,
    pg_proc.pronamespace::regnamespace::text as nspname,
    pg_language.lanname
  from pg_catalog.pg_proc
  inner join pg_catalog.pg_language on pg_language.oid = pg_proc.prolang
  where pg_proc.pronamespace::regnamespace::text in ('sluice', 'sluice_hidden', 'sluice_private')
),
callers as (
  select functions.name, functions.nspname, functions.proowner, acl.grantee
  from functions
  cross join lateral pg_catalog.aclexplode(
    coalesce(functions.proacl, pg_catalog.acldefault('f', functions.proowner))
  ) as acl
),
readers as (
  select
    relations.name,
    relations.nspname,
    relations.relowner,
    acl.grantee,
    acl.privilege_type as privilege
  from relations
  cross join lateral pg_catalog.aclexplode(relations.relacl) as acl
),
policies as (
  select pg_policy.*, format('%s on %s', pg_policy.polname, tables.name) as name
  from tables
  inner join pg_catalog.pg_policy on pg_policy.polrelid = tables.oid
),
constraints as (
  select
    pg_constraint.*,
    whole_tables.relname,
    format('%s on %s', pg_constraint.conname, whole_tables.name) as name
  from whole_tables
  inner join pg_catalog.pg_constraint on pg_constraint.conrelid = whole_tables.oid
)

/* Functions */
select 'sql_function_is_standard' as rule, functions.name as object
from functions
where functions.lanname = 'sql'
  and (functions.prosqlbody is null or functions.prosecdef or functions.proconfig is not null)
union all
select 'function_pins_search_path', functions.name
from functions
where functions.lanname <> 'sql'
  and 'search_path=pg_catalog, pg_temp' <> all (coalesce(functions.proconfig, '{}'))
union all
select 'public_cannot_execute', callers.name
from callers
where callers.grantee = 0
union all
select 'private_function_is_for_workers', format('%s by %s', callers.name, callers.grantee::regrole)
from callers
where callers.nspname = 'sluice_private'
  and callers.grantee not in (0, callers.proowner)
  and callers.grantee::regrole::text not in ('sluice_owner', 'sluice_worker')
union all
select 'function_has_one_signature', format('%s.%s', functions.nspname, functions.proname)
from functions
group by functions.nspname, functions.proname
having count(*) > 1
union all
select 'function_has_comment', functions.name
from functions
where pg_catalog.obj_description(functions.oid, 'pg_proc') is null

/* Who may reach a relation. Members read private rows through views alone: without usage of the
schema they cannot name its tables, and the policies hold for them. */
union all
select 'table_has_row_security', tables.name
from tables
where not tables.relrowsecurity
union all
select 'table_forces_row_security', tables.name
from tables
where not tables.relforcerowsecurity
union all
select 'table_has_owner_policy', tables.name
from tables
where not exists (
  select
  from policies
  where policies.polrelid = tables.oid
    and policies.polname = 'all_owner'
    and policies.polcmd = '*'
    and policies.polpermissive
    and policies.polroles = array['sluice_owner'::regrole::oid]
    and pg_catalog.pg_get_expr(policies.polqual, policies.polrelid) = 'true'
)
union all
select 'policy_names_its_role', policies.name
from policies
where 0 = any (policies.polroles)
union all
select 'relation_has_our_owner', relations.name
from relations
where relations.relowner <> 'sluice_owner'::regrole
union all
select 'view_runs_as_its_caller', relations.name
from relations
where relations.relkind in ('v', 'm')
  and 'security_invoker=true' <> all (coalesce(relations.reloptions, '{}'))
union all
select 'public_cannot_read', readers.name
from readers
where readers.grantee = 0
union all
select 'private_relation_is_closed', format('%s: %s by %s', name, privilege, grantee::regrole)
from readers
where readers.nspname = 'sluice_private'
  and readers.grantee not in (0, readers.relowner)
  and not (
    readers.privilege = 'SELECT'
    and readers.grantee::regrole::text in ('sluice_member', 'sluice_admin')
  )
union all
select 'private_schema_is_closed', usage.grantee::regrole::text
from pg_catalog.pg_namespace
cross join lateral pg_catalog.aclexplode(pg_namespace.nspacl) as usage
where pg_namespace.nspname = 'sluice_private'
  and usage.grantee <> pg_namespace.nspowner
  and usage.grantee::regrole::text <> 'sluice_worker'
union all
select 'role_obeys_row_security', pg_roles.rolname::text
from pg_catalog.pg_roles
where pg_roles.rolname like 'sluice\_%'
  and (pg_roles.rolbypassrls or pg_roles.rolsuper)

/* Keys */
union all
select 'untenanted_table_exists', untenanted.name
from untenanted
where pg_catalog.to_regclass(untenanted.name) is null
union all
select 'tenant_table_names_its_organization', tenant_tables.name
from tenant_tables
where not exists (
  select
  from columns
  where columns.attrelid = tenant_tables.oid
    and columns.attname = 'organization_id'
    and columns.attnotnull
)
union all
select 'unique_key_leads_with_organization', pg_index.indexrelid::regclass::text
from tenant_tables
inner join pg_catalog.pg_index on pg_index.indrelid = tenant_tables.oid
left join columns
  on columns.attrelid = pg_index.indrelid and columns.attnum = pg_index.indkey[0]
where pg_index.indisunique and columns.attname is distinct from 'organization_id'
union all
select 'foreign_key_leads_with_organization', constraints.name
from constraints
inner join tenant_tables on tenant_tables.oid = constraints.conrelid
inner join columns
  on columns.attrelid = constraints.conrelid and columns.attnum = constraints.conkey[1]
where constraints.contype = 'f'
  and columns.attname <> 'organization_id'
  and constraints.confrelid::regclass::text not in (select untenanted.name from untenanted)
union all
select 'foreign_key_states_on_delete', constraints.name
from constraints
where constraints.contype = 'f' and constraints.confdeltype = 'a'
union all
select 'foreign_key_has_index', constraints.name
from constraints
where constraints.contype = 'f'
  and not exists (
    select
    from pg_catalog.pg_index
    where pg_index.indrelid = constraints.conrelid
      and pg_index.indpred is null
      and (pg_index.indkey::smallint[])[0:cardinality(constraints.conkey) - 1]
        @> constraints.conkey
  )

/* Columns, checks, triggers */
union all
select 'check_states_what_is_true', constraints.name
from constraints
where constraints.contype = 'c'
  and (
    not starts_with(constraints.conname, constraints.relname || '_')
    or constraints.conname ~ '_check[0-9]*$'
  )
union all
select 'column_type_is_sound', format(
  '%s is %s', columns.name, pg_catalog.format_type(columns.atttypid, columns.atttypmod)
)
from columns
inner join pg_catalog.pg_type on columns.atttypid in (pg_type.oid, pg_type.typarray)
where pg_catalog.format_type(pg_type.oid, null) in (
  'character varying', 'character', 'bpchar', '"char"', 'timestamp without time zone',
  'time with time zone', 'json', 'money', 'real'
)
union all
select 'status_is_checked_text', columns.name
from columns
where columns.attname ~ '(^|_)status$'
  and (
    columns.atttypid <> 'text'::regtype
    or not exists (
      select
      from constraints
      where constraints.conrelid = columns.attrelid
        and constraints.contype = 'c'
        and columns.attnum = any (constraints.conkey)
    )
  )
union all
select 'trigger_has_number', format('%s on %s', pg_trigger.tgname, relations.name)
from relations
inner join pg_catalog.pg_trigger on pg_trigger.tgrelid = relations.oid
where not pg_trigger.tgisinternal and pg_trigger.tgname !~ '^_[0-9]{3}_[a-z]'
union all
select 'relation_has_comment', relations.name
from relations
where relations.relkind in ('r', 'p', 'v', 'm')
  and pg_catalog.obj_description(relations.oid, 'pg_class') is null
union all
select 'column_has_comment', format('%s.%s', relations.name, pg_attribute.attname)
from relations
inner join pg_catalog.pg_attribute on pg_attribute.attrelid = relations.oid
where relations.nspname = 'sluice'
  and relations.relkind in ('r', 'p', 'v', 'm')
  and pg_attribute.attnum > 0
  and not pg_attribute.attisdropped
  and pg_catalog.col_description(relations.oid, pg_attribute.attnum) is null
order by rule, object;
