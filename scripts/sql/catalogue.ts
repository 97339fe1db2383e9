/** What the prompt's backslash commands ask the catalogue. */
const OURS = "('pg_catalog', 'information_schema', 'graphile_migrate')";

const RELATIONS = (kinds: string) => `
  select
    nspname as schema,
    relname as name,
    case relkind
      when 'r' then 'table' when 'p' then 'partitioned table'
      when 'v' then 'view' when 'm' then 'materialized view'
    end as kind,
    obj_description(pg_class.oid, 'pg_class') as description
  from pg_catalog.pg_class
  inner join pg_catalog.pg_namespace on pg_namespace.oid = relnamespace
  where relkind in (${kinds})
    and not relispartition
    and nspname not in ${OURS} and nspname not like 'pg_%'
    and ($1::text is null or nspname = $1 or relname like $1 or nspname || '.' || relname like $1)
  order by nspname, relname`;

const FUNCTIONS = (isLong: boolean) => `
  select
    nspname as schema,
    proname as name,
    pg_get_function_arguments(pg_proc.oid) as arguments,
    pg_get_function_result(pg_proc.oid) as result
    ${isLong ? ", obj_description(pg_proc.oid, 'pg_proc') as description" : ""}
  from pg_catalog.pg_proc
  inner join pg_catalog.pg_namespace on pg_namespace.oid = pronamespace
  where nspname not in ${OURS} and nspname not like 'pg_%'
    and ($1::text is null or nspname = $1 or proname like $1 or nspname || '.' || proname like $1)
  order by nspname, proname`;

const COLUMNS = `
  select
    attname as column,
    format_type(atttypid, atttypmod) as type,
    case when attnotnull then 'not null' end as nullable,
    pg_get_expr(adbin, adrelid) as default,
    col_description(attrelid, attnum) as description
  from pg_catalog.pg_attribute
  left join pg_catalog.pg_attrdef on adrelid = attrelid and adnum = attnum
  where attrelid = $1::regclass and attnum > 0 and not attisdropped
  order by attnum`;

export interface Question {
  text: string;
  values: (string | null)[];
}

/** The query behind a backslash command; undefined if there is no such command. */
export function catalogueQuestion(command: string, argument: string | null): Question | undefined {
  const pattern = argument?.replaceAll("*", "%") ?? null;
  if (command === "d+" || command === "dt+")
    return catalogueQuestion(command.slice(0, -1), argument);
  if (command === "d" && argument !== null) return { text: COLUMNS, values: [argument] };
  if (command === "d") return { text: RELATIONS("'r', 'p', 'v', 'm'"), values: [null] };
  if (command === "dt") return { text: RELATIONS("'r', 'p'"), values: [pattern] };
  if (command === "dv") return { text: RELATIONS("'v', 'm'"), values: [pattern] };
  if (command === "df") return { text: FUNCTIONS(false), values: [pattern] };
  if (command === "df+") return { text: FUNCTIONS(true), values: [pattern] };
  return undefined;
}
