import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import pg from "pg";
import type { Command } from "../cli.ts";
import { UsageError, readConfig } from "../config.ts";
import { parseOptions } from "../errors.ts";
import { migrate } from "../migrate.ts";
import {
  LOCAL_DATABASE,
  findCheckoutPostgres,
  keepCheckoutPostgres,
} from "../postgres/checkout.ts";
import { stateFolder } from "../postgres/folders.ts";
import { withoutPassword } from "../postgres/url.ts";
import { runInput, runPrompt, runText } from "../sql/prompt.ts";
import { SqlSession } from "../sql/session.ts";

const ACTIONS: Record<string, (args: string[]) => Promise<number>> = {
  start: startServer,
  stop: stopServer,
  status: showStatus,
  url: showUrl,
  reset: resetDatabase,
  sql: runSql,
};

export const db: Command = {
  help: `usage: sluice db start | stop | status | url | reset | sql

The local PostgreSQL server of this checkout; its data stays until it is reset.

  start         starts it for good: \`sluice start\` and \`npm run dev\` then use it
  stop          stops it
  status        says whether it runs, and where its data is; exit code 3 if it does not
  url           its connection string
  reset --yes   throws the database away and migrates a new one
  sql           a prompt; -c "select …" runs that, and so does what is piped in.
                DATABASE_URL is used when set`,

  async run([name, ...args]) {
    const action = name === undefined ? undefined : ACTIONS[name];
    if (action === undefined) {
      const problem = name === undefined ? "db needs a command" : `there is no command db ${name}`;
      throw new UsageError(`${problem}\n\n${db.help}`);
    }
    return action(args);
  },
};

async function startServer(args: string[]): Promise<number> {
  parseOptions({ args, options: {} });
  const { url, isStarted } = await keepCheckoutPostgres();
  await migrate({ adminUrl: url(), database: LOCAL_DATABASE, current: true });
  console.log(`${isStarted ? "started" : "is running"}: ${url(LOCAL_DATABASE)}`);
  return 0;
}

async function stopServer(args: string[]): Promise<number> {
  parseOptions({ args, options: {} });
  const server = findCheckoutPostgres();
  await server?.stop();
  console.log(server ? "stopped" : "is not running");
  return 0;
}

async function showStatus(args: string[]): Promise<number> {
  parseOptions({ args, options: {} });
  const server = findCheckoutPostgres();
  if (server === undefined) {
    console.log("is not running");
    return 3;
  }
  console.log(`is running: process ${server.pid}, port ${server.port}, in ${server.directory}`);
  return 0;
}

async function showUrl(args: string[]): Promise<number> {
  parseOptions({ args, options: {} });
  console.log(running().url(LOCAL_DATABASE));
  return 0;
}

async function resetDatabase(args: string[]): Promise<number> {
  const { values } = parseOptions({ args, options: { yes: { type: "boolean" } } });
  if (readConfig().databaseUrl !== undefined) {
    throw new UsageError("only the local database can be reset\nhint: Unset DATABASE_URL.");
  }
  const server = await keepOrFind();
  if (!values.yes && !(await isConfirmed())) {
    throw new UsageError("nothing was reset\nhint: Add --yes.");
  }
  const client = new pg.Client({ connectionString: server.url() });
  await client.connect();
  try {
    await client.query(`drop database if exists ${LOCAL_DATABASE} with (force)`);
  } finally {
    await client.end();
  }
  await migrate({ adminUrl: server.url(), database: LOCAL_DATABASE, current: true });
  if (server.isStarted) await server.stop();
  console.log("the database is new");
  return 0;
}

async function keepOrFind(): Promise<Awaited<ReturnType<typeof keepCheckoutPostgres>>> {
  return findCheckoutPostgres() ?? keepCheckoutPostgres();
}

async function isConfirmed(): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await lines.question("Throw away everything in the local database? [y/N] ");
  lines.close();
  return /^y(es)?$/i.test(answer.trim());
}

async function runSql(args: string[]): Promise<number> {
  const options = { command: { type: "string", short: "c", multiple: true } } as const;
  const { values } = parseOptions({ args, options });
  const { databaseUrl } = readConfig();
  const url = databaseUrl ?? running().url(LOCAL_DATABASE);
  const session = await SqlSession.open(url, (text) => console.error(text));
  try {
    for (const command of values.command ?? []) {
      const code = await runText(session, command);
      if (code !== 0) return code;
    }
    if (values.command) return 0;
    if (!process.stdin.isTTY) return await runInput(session);
    console.log(withoutPassword(url));
    return await runPrompt(session, join(stateFolder(), "sql_history"));
  } finally {
    await session.close();
  }
}

function running(): NonNullable<ReturnType<typeof findCheckoutPostgres>> {
  const server = findCheckoutPostgres();
  if (server !== undefined) return server;
  throw new UsageError(
    "the local database is not running\nhint: Run `sluice start` or `sluice db start` first.",
  );
}
