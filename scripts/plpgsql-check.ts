/**
 * Judges every plpgsql function with plpgsql_check, all warnings on, on Debian's PostgreSQL 15.
 * Where that is not there to ask, it says SKIPPED and why, and ends with code 77.
 * A body may answer a finding: `-- lint: allow "<its message>": <why it is right so>`.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";

export const DEBIAN_15 = process.env["SLUICE_PG15_BIN"] ?? "/usr/lib/postgresql/15/bin";

const EXTENSION = join(
  DEBIAN_15,
  "../../../../share/postgresql/15/extension/plpgsql_check.control",
);
const SKIPPED = 77;

interface Finding {
  level: string;
  function: string;
  line: number | null;
  statement: string | null;
  message: string;
  detail: string | null;
  hint: string | null;
}

interface Queryable {
  query(sql: string): Promise<{ rows: unknown[] }>;
}

const FUNCTIONS = `
  select
    pg_proc.oid,
    pg_proc.prosrc,
    coalesce(pg_trigger.tgrelid, 0) as relation,
    pg_proc.prorettype = 'trigger'::regtype and pg_trigger.oid is null as is_unused
  from pg_catalog.pg_proc
  inner join pg_catalog.pg_language on pg_language.oid = pg_proc.prolang
  left join pg_catalog.pg_trigger
    on pg_trigger.tgfoid = pg_proc.oid and not pg_trigger.tgisinternal
  where pg_language.lanname = 'plpgsql'
    and pg_proc.pronamespace::regnamespace::text in ('sluice', 'sluice_hidden', 'sluice_private')`;

const FINDINGS = `
  with functions as (${FUNCTIONS})
  select
    problem.level,
    functions.oid::regprocedure::text as function,
    problem.lineno as line,
    problem.statement,
    problem.message,
    problem.detail,
    problem.hint
  from functions
  cross join lateral plpgsql_check_function_tb(
    functions.oid,
    functions.relation,
    fatal_errors := false,
    extra_warnings := true,
    performance_warnings := true,
    security_warnings := true
  ) as problem
  where not functions.is_unused
    and not exists (
      select
      from regexp_matches(functions.prosrc, '-- lint: allow "(.+)": \\S', 'g') as allowed
      where allowed[1] = problem.message
    )
  union all
  select 'error', oid::regprocedure::text, null, null, 'no trigger uses this function', null, null
  from functions
  where is_unused
    and prosrc !~ '-- lint: allow "no trigger uses this function": \\S'
  order by 2, 3`;

/** Every finding on the functions of our schemas; throws when the extension cannot be had. */
export async function checkFunctions(client: Queryable): Promise<Finding[]> {
  await client.query("create extension if not exists plpgsql_check with schema public");
  await client.query("set search_path = pg_catalog, public, pg_temp");
  const { rows } = await client.query(FINDINGS);
  return rows as Finding[];
}

export async function countFunctions(client: Queryable): Promise<number> {
  const { rows } = await client.query(`select count(distinct oid)::int as n from (${FUNCTIONS}) f`);
  return (rows as { n: number }[])[0]?.n ?? 0;
}

function describe({
  level,
  function: fn,
  line,
  statement,
  message,
  detail,
  hint,
}: Finding): string {
  const place = [fn, line, statement].filter((part) => part !== null).join(":");
  const notes = [detail, hint].filter((part) => part !== null).map((note) => `\n    ${note}`);
  return `${level}: ${place}: ${message}${notes.join("")}`;
}

/** Why functions cannot be judged on this machine, if so. */
export function reasonToSkip(): string | undefined {
  if (!existsSync(join(DEBIAN_15, "postgres"))) return `no PostgreSQL 15 in ${DEBIAN_15}`;
  if (!existsSync(EXTENSION)) return "install postgresql-15-plpgsql-check to have functions judged";
  return undefined;
}

async function main(): Promise<number> {
  const reason = reasonToSkip();
  if (reason !== undefined) {
    console.log(`SKIPPED: ${reason}`);
    const isUnlinted = existsSync(join(DEBIAN_15, "postgres"));
    return isUnlinted && process.env["CI"] ? 1 : SKIPPED;
  }
  const { withMigratedDatabase } = await import("./scratch.ts");
  return withMigratedDatabase({ bin: DEBIAN_15 }, async ({ client }) => {
    const count = await countFunctions(client);
    if (count === 0) throw new Error("the migrated database has no plpgsql function to judge");
    const findings = await checkFunctions(client);
    for (const finding of findings) console.error(describe(finding));
    console.log(`${count} plpgsql functions, ${findings.length} findings`);
    return findings.length === 0 ? 0 : 1;
  });
}

if (import.meta.main) process.exitCode = await main();
