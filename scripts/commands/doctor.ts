import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import pg from "pg";
import type { Command } from "../cli.ts";
import { parseOptions } from "../errors.ts";
import { givenOrLocalUrl } from "../postgres/checkout.ts";

interface Finding {
  name: string;
  status: "ok" | "warn" | "error";
  figure: string | null;
  threshold: string | null;
  message: string;
  hint: string | null;
}

const COMMITTED = resolve(import.meta.dirname, "../../db/migrations/committed");
const EXIT_CODES = { ok: 0, warn: 1, error: 2 };

export const doctor: Command = {
  help: `usage: sluice doctor [--quick] [--json]

Examines the database and says what is wrong and what to do. Exit code 0: all is well, 1: there are
warnings, 2: there are errors, or the database does not answer.

  --quick        leaves out what takes longer: drift, and the invariants of all executions
  --json         one JSON object a line
  DATABASE_URL   a login that is a member of sluice_admin, or made the database; the local server,
                 if it is running, when not set`,

  async run(args) {
    const { values } = parseOptions({
      args,
      options: { quick: { type: "boolean" }, json: { type: "boolean" } },
    });
    const findings = await examine(givenOrLocalUrl(), !(values.quick ?? false));
    for (const finding of findings) {
      console.log(values.json ? JSON.stringify(finding) : lineOf(finding));
    }
    return Math.max(...findings.map(({ status }) => EXIT_CODES[status]));
  },
};

async function examine(url: string, isThorough: boolean): Promise<Finding[]> {
  const client = new pg.Client({ connectionString: url, application_name: "sluice doctor" });
  try {
    await client.connect();
    const migrations = await examineMigrations(client);
    if (migrations.status === "error") return [migrations];
    const { rows } = await client.query<Finding>("select * from sluice.doctor($1)", [isThorough]);
    return [migrations, ...rows];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const hint = "Look whether the server runs and DATABASE_URL is right.";
    const missing = { figure: null, threshold: null };
    return [{ name: "database", status: "error", ...missing, message, hint }];
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Whether the database has the migrations of this checkout, and no others. */
async function examineMigrations(client: pg.Client): Promise<Finding> {
  const ours = readdirSync(COMMITTED).map((file) => hashOf(join(COMMITTED, file)));
  const theirs = await appliedHashes(client);
  const finding = { name: "migrations", status: "ok", threshold: "1", hint: null } as const;
  if (theirs === undefined) {
    const message = "this login may not see which migrations have been applied";
    return { ...finding, figure: null, message };
  }
  const missing = ours.filter((hash) => !theirs.includes(hash)).length;
  const unknown = theirs.filter((hash) => !ours.includes(hash)).length;
  const figure = String(missing + unknown);
  if (missing + unknown === 0) {
    return { ...finding, figure, message: `all ${ours.length} migrations have been applied` };
  }
  return {
    ...{ ...finding, figure, status: "error" },
    message: `${missing} migrations are missing, and ${unknown} are not known here`,
    hint: "Run sluice migrate, with the version that the workers have.",
  };
}

function hashOf(file: string): string {
  return /^--! Hash: (\S+)$/m.exec(readFileSync(file, "utf8"))?.[1] ?? file;
}

/** Nothing, where the login may not see them. */
async function appliedHashes(client: pg.Client): Promise<string[] | undefined> {
  const { rows: found } = await client.query<{ is_there: boolean; is_readable: boolean }>(
    `select
      c.oid is not null as is_there,
      coalesce(
        pg_catalog.has_schema_privilege(c.relnamespace, 'usage')
          and pg_catalog.has_table_privilege(c.oid, 'select'), true
      ) as is_readable
    from (select) as one
    left join pg_catalog.pg_class as c
      on c.relname = 'migrations'
      and c.relnamespace = pg_catalog.to_regnamespace('graphile_migrate')::oid`,
  );
  if (!found[0]?.is_there) return [];
  if (!found[0].is_readable) return undefined;
  const { rows } = await client.query<{ hash: string }>(
    "select hash from graphile_migrate.migrations",
  );
  return rows.map(({ hash }) => hash);
}

/** Names of things do nothing to a terminal, nor to who reads line by line. */
function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (char) => `\\u{${char.codePointAt(0)!.toString(16)}}`,
  );
}

function lineOf({ name, status, message, hint }: Finding): string {
  const line = `${status.padEnd(6)} ${name.padEnd(22)} ${printable(message)}`;
  return hint === null ? line : `${line}\n${" ".repeat(30)}${hint}`;
}
