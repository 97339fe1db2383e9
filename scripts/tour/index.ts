/**
 * npm run tour: does what the README and the pages of docs/triggers and the CRM say, or the pages
 * that are named, exactly as it stands there, with a Sluice of its own: it begins anew each time, also beside
 * one that runs. `npm start` goes on in the background until the end. A comment
 * <!-- shows: … --> after a block says what its output must contain.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { recallDemo } from "../demo/running.ts";
import { describeError } from "../errors.ts";
import { LOCAL_DATABASE, findCheckoutPostgres } from "../postgres/checkout.ts";
import { SqlSession } from "../sql/session.ts";
import { splitStatements } from "../sql/statements.ts";
import { type Block, draftOf, readBlocks, readSection } from "./blocks.ts";

const REPOSITORY = resolve(import.meta.dirname, "../..");
const READY = "Sluice is ready";
const READY_MS = 60_000;
const PATIENCE_MS = 10_000;
const SERVER = "npm start";
/** The pages say localhost; the tour has a port of its own. */
const ADDRESS = "http://127.0.0.1:4800";

const home = mkdtempSync(join(tmpdir(), "sluice-tour-"));
chmodSync(home, 0o755); // for the account that PostgreSQL runs as
process.on("exit", () => rmSync(home, { recursive: true, force: true }));
Object.assign(process.env, {
  ...{ SLUICE_HOME: home, SLUICE_PORT: "0" },
  ...{ SHOP_SECRET: "not-a-secret", SHOP_SECRET_FOR: "* webhook" },
});

interface Outcome {
  isRight: boolean;
  text: string;
}

async function runShell(command: string): Promise<Outcome> {
  const child = spawn("bash", ["-euo", "pipefail", "-c", command], {
    cwd: REPOSITORY,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
  }
  const code = await new Promise<number>((done) => child.on("close", (value) => done(value ?? 1)));
  return { isRight: code === 0, text };
}

async function runSql(session: SqlSession, block: string): Promise<Outcome> {
  const outputs: string[] = [];
  try {
    for (const statement of splitStatements(`${block}\n`).statements) {
      outputs.push(await session.run(statement));
    }
    return { isRight: true, text: outputs.join("\n") };
  } catch (error) {
    return { isRight: false, text: [...outputs, describeError(error)].join("\n") };
  }
}

/** A trigger that a page shows must be one that could be published. */
async function judge(session: SqlSession, json: string): Promise<Outcome> {
  const draft = draftOf(json);
  if (draft === undefined) return { isRight: true, text: "" };
  const text = await session.run(
    `select node_id, path, message from sluice.validate_definition($1)
     where severity = 'error'`,
    [JSON.stringify(draft)],
  );
  return { isRight: text.includes("(0 rows)"), text };
}

async function startServer(): Promise<ChildProcess> {
  const child = spawn("npm", ["start"], {
    cwd: REPOSITORY,
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => {
    text += chunk.toString();
    process.stdout.write(chunk);
  });
  const end = performance.now() + READY_MS;
  while (!text.includes(READY)) {
    if (child.exitCode !== null) throw new Error("npm start has ended");
    if (performance.now() > end) throw new Error(`${READY_MS} ms, and npm start is not ready`);
    await sleep(50);
  }
  return child;
}

/** npm passes the signal on and answers with a code of its own; what counts is that all ends. */
async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const ended = new Promise((done) => server.once("close", done));
  process.kill(-server.pid!, "SIGTERM");
  await ended;
}

/** What only reads is read again until it shows what it must: workers take their time. */
const onlyReads = ({ language, text }: Block) =>
  language === "sql" &&
  /^(select|table)\b/.test(text) &&
  !/sluice\.(?!why_waiting\()\w+\(/.test(text);

/** What is wrong with a block's outcome, or nothing. */
async function perform(block: Block, session: SqlSession): Promise<string[]> {
  const text = block.text.replaceAll(ADDRESS, recallDemo().url);
  if (block.language !== "json") console.log(`\n$ ${text}`);
  const run = () => {
    if (block.language === "sh") return runShell(text);
    return block.language === "sql" ? runSql(session, text) : judge(session, text);
  };
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const outcome = await run();
    const missing = block.shows.filter((shown) => !outcome.text.includes(shown));
    if (missing.length > 0 && onlyReads(block) && performance.now() < end) {
      await sleep(100);
      continue;
    }
    console.log(outcome.text);
    return [
      ...(outcome.isRight ? [] : [`${text}\n  did not work:\n${outcome.text}`]),
      ...missing.map((shown) => `${text}\n  did not show ${shown}`),
    ];
  }
}

async function visit(name: string, blocks: Block[]): Promise<string[]> {
  console.log(`\n# ${name}`);
  const url = findCheckoutPostgres()!.url(LOCAL_DATABASE);
  const session = await SqlSession.open(url, (text) => console.log(text));
  const wrong: string[] = [];
  try {
    await session.run("set timezone = 'UTC'");
    for (const block of blocks) wrong.push(...(await perform(block, session)));
  } finally {
    await session.close();
  }
  return wrong.map((complaint) => `${name}: ${complaint}`);
}

async function tour(): Promise<string[]> {
  const read = (path: string) => readFileSync(join(REPOSITORY, path), "utf8");
  const [server, ...readme] = ["Five minutes", "Your own workflow", "Ask somebody"].flatMap(
    (title) => readSection(read("README.md"), title),
  );
  if (server?.text !== SERVER) throw new Error(`the tour must begin with ${SERVER}`);
  const pages = readdirSync(join(REPOSITORY, "docs/triggers")).map(
    (file) => `docs/triggers/${file}`,
  );
  const chosen = process.argv.slice(2);
  console.log(`$ ${SERVER}`);
  const running = await startServer();
  try {
    const wrong = chosen.length === 0 ? await visit("README.md", readme) : [];
    for (const page of chosen.length === 0 ? [...pages, "docs/crm.md"] : chosen) {
      wrong.push(...(await visit(page, readBlocks(read(page)))));
    }
    return wrong;
  } finally {
    await stopServer(running);
  }
}

const wrong = await tour().catch((error: unknown) => [describeError(error)]);
for (const complaint of wrong) console.error(`\n${complaint}`);
console.log(wrong.length === 0 ? "\nThe tour works as written." : "\nThe tour has failed.");
process.exitCode = wrong.length === 0 ? 0 : 1;
