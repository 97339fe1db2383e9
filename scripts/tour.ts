/**
 * npm run tour: runs the commands of README's "Five minutes", exactly as they stand there.
 * A block of `sh` is run as it is; `npm start` goes on in the background until the end. A comment
 * <!-- shows: … --> after a block says what its output must contain. It has a home and a port of its
 * own, so that it begins anew each time, also beside a Sluice that runs.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describeError } from "./errors.ts";

interface Block {
  command: string;
  shows: string[];
}

const REPOSITORY = resolve(import.meta.dirname, "..");
const READY = "Sluice is ready";
const READY_MS = 60_000;
const SERVER = "npm start";

/** The blocks of the section, in order, each with what it must show. */
export function readTour(markdown: string): Block[] {
  const section = /^## Five minutes$(.*?)^## /ms.exec(`${markdown}\n## `)?.[1] ?? "";
  const parts = section.matchAll(/^```sh\n(.*?)^```$|^<!-- shows: (.*?) -->$/gms);
  const blocks: Block[] = [];
  for (const [, command, shown] of parts) {
    if (command !== undefined) blocks.push({ command: command.trimEnd(), shows: [] });
    else if (shown !== undefined) blocks.at(-1)?.shows.push(shown);
  }
  return blocks;
}

const home = mkdtempSync(join(tmpdir(), "sluice-tour-"));
chmodSync(home, 0o755); // for the account that PostgreSQL runs as
process.on("exit", () => rmSync(home, { recursive: true, force: true }));
const env = { ...process.env, SLUICE_HOME: home, SLUICE_PORT: "0" };

async function run(command: string): Promise<{ code: number; text: string }> {
  const child = spawn("bash", ["-euo", "pipefail", "-c", command], {
    cwd: REPOSITORY,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      process.stdout.write(chunk);
    });
  }
  const code = await new Promise<number>((done) => child.on("close", (value) => done(value ?? 1)));
  return { code, text };
}

async function startServer(): Promise<ChildProcess> {
  const child = spawn("npm", ["start"], {
    cwd: REPOSITORY,
    env,
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

/** What is wrong with a block's outcome, or nothing. */
function complaints({ command, shows }: Block, code: number, text: string): string[] {
  const missing = shows.filter((expected) => !text.includes(expected));
  return [
    ...(code === 0 ? [] : [`${command}\n  ended with ${code}`]),
    ...missing.map((expected) => `${command}\n  did not show ${expected}`),
  ];
}

async function tour(): Promise<string[]> {
  const blocks = readTour(readFileSync(join(REPOSITORY, "README.md"), "utf8"));
  if (blocks[0]?.command !== SERVER) throw new Error(`the tour must begin with ${SERVER}`);
  const wrong: string[] = [];
  console.log(`$ ${SERVER}`);
  const server = await startServer();
  try {
    for (const block of blocks.slice(1)) {
      console.log(`\n$ ${block.command}`);
      const { code, text } = await run(block.command);
      wrong.push(...complaints(block, code, text));
    }
  } finally {
    await stopServer(server);
  }
  return wrong;
}

if (import.meta.main) {
  const wrong = await tour().catch((error: unknown) => [describeError(error)]);
  for (const complaint of wrong) console.error(`\n${complaint}`);
  console.log(wrong.length === 0 ? "\nThe tour works as written." : "\nThe tour has failed.");
  process.exitCode = wrong.length === 0 ? 0 : 1;
}
