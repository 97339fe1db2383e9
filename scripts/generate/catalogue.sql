/* What the three schemas hold, as one document; everything in it is sorted. */
with
namespaces as (
  select pg_namespace.oid, pg_namespace.nspname as name
  from pg_catalog.pg_namespace
  where pg_namespace.nspname in ('sluice', 'sluice_hidden', 'sluice_private')
),
/* Partitions come and go with time; the table they are part of speaks for them. */
relations as (
  select pg_class.*, namespaces.name as schema_name
  from pg_catalog.pg_class
  inner join namespaces on namespaces.oid = pg_class.relnamespace
  where pg_class.relkind in ('r', 'p', 'v', 'c', 'S')
    and not pg_class.relispartition
    and not exists (
      select
      from pg_catalog.pg_depend
      where pg_depend.classid = 'pg_class'::regclass
        and pg_depend.objid = pg_class.oid
        and pg_depend.deptype = 'i'
        and pg_class.relkind = 'S'
    )
),
grants as (
  select
    acl.oid,
    jsonb_object_agg(acl.role, acl.privileges) as list
  from (
    select
      granted.oid,
      case granted.grantee when 0 then 'public' else granted.grantee::regrole::text end as role,
      jsonb_agg(granted.privilege order by granted.privilege collate "C") as privileges
    from (
      select pg_class.oid, acl.grantee, lower(acl.privilege_type) as privilege
      from pg_catalog.pg_class
      cross join lateral aclexplode(pg_class.relacl) as acl
      where acl.grantee <> pg_class.relowner
      union all
      select
        pg_attribute.attrelid,
        acl.grantee,
        format('%s (%I)', lower(acl.privilege_type), pg_attribute.attname)
      from pg_catalog.pg_attribute
      cross join lateral aclexplode(pg_attribute.attacl) as acl
      union all
      select pg_proc.oid, acl.grantee, lower(acl.privilege_type)
      from pg_catalog.pg_proc
      cross join lateral aclexplode(
        coalesce(pg_proc.proacl, acldefault('f', pg_proc.proowner))
      ) as acl
      where acl.grantee <> pg_proc.proowner
    ) as granted
    group by granted.oid, granted.grantee
  ) as acl
  group by acl.oid
),
columns as (
  select
    pg_attribute.attrelid,
    jsonb_agg(
      jsonb_build_object(
        'name', pg_attribute.attname,
        'type', format_type(pg_attribute.atttypid, pg_attribute.atttypmod),
        'not_null', pg_attribute.attnotnull,
        'default', pg_get_expr(pg_attrdef.adbin, pg_attrdef.adrelid),
        'identity', pg_attribute.attidentity,
        'generated', pg_attribute.attgenerated,
        'comment', col_description(pg_attribute.attrelid, pg_attribute.attnum)
      )
      order by pg_attribute.attnum
    ) as list
  from pg_catalog.pg_attribute
  inner join relations on relations.oid = pg_attribute.attrelid
  left join pg_catalog.pg_attrdef
    on pg_attrdef.adrelid = pg_attribute.attrelid and pg_attrdef.adnum = pg_attribute.attnum
  where pg_attribute.attnum > 0 and not pg_attribute.attisdropped
  group by pg_attribute.attrelid
),
constraints as (
  select
    pg_constraint.conrelid,
    jsonb_agg(
      jsonb_build_object(
        'name', pg_constraint.conname,
        'definition', pg_get_constraintdef(pg_constraint.oid, true)
      )
      order by array_position(array['p', 'u', 'f', 'c', 'x'], pg_constraint.contype::text),
        pg_constraint.conname
    ) as list
  from pg_catalog.pg_constraint
  where pg_constraint.contype in ('p', 'u', 'f', 'c', 'x') and pg_constraint.conparentid = 0
  group by pg_constraint.conrelid
),
indexes as (
  select
    pg_index.indrelid,
    jsonb_agg(
      replace(pg_get_indexdef(pg_index.indexrelid), ' ON ONLY ', ' ON ')
      order by pg_index.indexrelid::regclass::text collate "C"
    ) as list
  from pg_catalog.pg_index
  where not exists (
    select
    from pg_catalog.pg_constraint
    where pg_constraint.conindid = pg_index.indexrelid and pg_constraint.contype in ('p', 'u', 'x')
  )
  group by pg_index.indrelid
),
policies as (
  select
    pg_policy.polrelid,
    jsonb_agg(
      jsonb_build_object(
        'name', pg_policy.polname,
        'command', case pg_policy.polcmd
          when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
          when 'd' then 'delete' else 'all'
        end,
        'permissive', pg_policy.polpermissive,
        'roles', (
          select jsonb_agg(
            case role.oid when 0 then 'public' else role.oid::regrole::text end
            order by role.oid::regrole::text collate "C"
          )
          from unnest(pg_policy.polroles) as role (oid)
        ),
        'using', pg_get_expr(pg_policy.polqual, pg_policy.polrelid, true),
        'check', pg_get_expr(pg_policy.polwithcheck, pg_policy.polrelid, true)
      )
      order by pg_policy.polname
    ) as list
  from pg_catalog.pg_policy
  group by pg_policy.polrelid
),
triggers as (
  select
    pg_trigger.tgrelid,
    jsonb_agg(
      jsonb_build_object(
        'name', pg_trigger.tgname,
        'definition', pg_get_triggerdef(pg_trigger.oid, true),
        'function', pg_trigger.tgfoid::regproc::text
      )
      order by pg_trigger.tgname
    ) as list
  from pg_catalog.pg_trigger
  where not pg_trigger.tgisinternal
  group by pg_trigger.tgrelid
),
functions as (
  select
    namespaces.name as schema_name,
    pg_proc.proname,
    jsonb_build_object(
      'schema', namespaces.name,
      'name', pg_proc.proname,
      'signature', pg_proc.oid::regprocedure::text,
      'inputs', arguments.inputs,
      'outputs', arguments.outputs,
      'returns', format_type(pg_proc.prorettype, null),
      'returns_set', pg_proc.proretset,
      'arguments', pg_get_function_arguments(pg_proc.oid),
      'result', pg_get_function_result(pg_proc.oid),
      'language', pg_language.lanname,
      'volatility', case pg_proc.provolatile
        when 'i' then 'immutable' when 's' then 'stable' else 'volatile'
      end,
      'definer', pg_proc.prosecdef,
      'is_trigger', pg_proc.prorettype = 'trigger'::regtype,
      'comment', obj_description(pg_proc.oid, 'pg_proc'),
      'definition', pg_get_functiondef(pg_proc.oid),
      'grants', coalesce(grants.list, '{}')
    ) as document
  from pg_catalog.pg_proc
  inner join namespaces on namespaces.oid = pg_proc.pronamespace
  inner join pg_catalog.pg_language on pg_language.oid = pg_proc.prolang
  left join grants on grants.oid = pg_proc.oid
  cross join lateral (
    select
      coalesce(
        jsonb_agg(
          jsonb_build_object(
            'name', argument.name,
            'type', format_type(argument.type, null),
            'optional', argument.n > pg_proc.pronargs - pg_proc.pronargdefaults
          )
          order by argument.n
        ) filter (where coalesce(argument.mode, 'i') in ('i', 'b', 'v')),
        '[]'
      ) as inputs,
      coalesce(
        jsonb_agg(
          jsonb_build_object('name', argument.name, 'type', format_type(argument.type, null))
          order by argument.n
        ) filter (where argument.mode in ('o', 'b', 't')),
        '[]'
      ) as outputs
    from unnest(
      coalesce(pg_proc.proallargtypes, pg_proc.proargtypes::oid[]),
      pg_proc.proargmodes,
      pg_proc.proargnames
    ) with ordinality as argument (type, mode, name, n)
  ) as arguments
  where pg_proc.prokind in ('f', 'p')
)
select jsonb_build_object(
  'schemas', (
    select jsonb_agg(
      jsonb_build_object(
        'name', namespaces.name, 'comment', obj_description(namespaces.oid, 'pg_namespace')
      )
      order by namespaces.name
    )
    from namespaces
  ),
  'relations', (
    select coalesce(
      jsonb_agg(
        jsonb_build_object(
          'schema', relations.schema_name,
          'name', relations.relname,
          'kind', case relations.relkind
            when 'v' then 'view' when 'c' then 'type' when 'S' then 'sequence' else 'table'
          end,
          'options', coalesce(to_jsonb(relations.reloptions), '[]'),
          'partition_key', pg_get_partkeydef(relations.oid),
          'row_security', relations.relrowsecurity,
          'forced', relations.relforcerowsecurity,
          'comment', coalesce(
            obj_description(relations.oid, 'pg_class'),
            obj_description(relations.reltype, 'pg_type')
          ),
          'definition', case relations.relkind when 'v' then pg_get_viewdef(relations.oid) end,
          'columns', coalesce(columns.list, '[]'),
          'constraints', coalesce(constraints.list, '[]'),
          'indexes', coalesce(indexes.list, '[]'),
          'policies', coalesce(policies.list, '[]'),
          'triggers', coalesce(triggers.list, '[]'),
          'grants', coalesce(grants.list, '{}')
        )
        order by relations.schema_name, relations.relname collate "C"
      ),
      '[]'
    )
    from relations
    left join columns on columns.attrelid = relations.oid
    left join constraints on constraints.conrelid = relations.oid
    left join indexes on indexes.indrelid = relations.oid
    left join policies on policies.polrelid = relations.oid
    left join triggers on triggers.tgrelid = relations.oid
    left join grants on grants.oid = relations.oid
  ),
  'functions', (
    select coalesce(
      jsonb_agg(
        functions.document
        order by functions.schema_name, functions.proname collate "C",
          functions.document ->> 'signature' collate "C"
      ),
      '[]'
    )
    from functions
  )
) as catalogue;
