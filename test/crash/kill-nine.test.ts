import { spawn, type ChildProcess } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdtempSync, chmodSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CaughtMail } from "../../scripts/mail-catcher.ts";
import type { RunningDemo } from "../../scripts/demo/running.ts";
import type { CaughtRequest } from "../../scripts/demo/request-catcher.ts";
import { findPostgres } from "../../scripts/postgres/local.ts";
import { findBinaries } from "../../scripts/postgres/binaries.ts";

const READY = "Sluice is ready";
const PORT = 4890 + Math.floor(Math.random() * 100);

let home = "";
let running: ChildProcess | undefined;
const { PATH, PG_BIN } = process.env;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "sluice-kill-"));
  chmodSync(home, 0o755);
});

afterEach(async () => {
  if (running?.pid !== undefined) await end(running, "SIGTERM");
  rmSync(home, { recursive: true, force: true });
});

async function begin(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["scripts/cli.ts", "start"], {
    env: { PATH, PG_BIN, SLUICE_HOME: home, SLUICE_PORT: `${PORT}` },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  }
  const deadline = Date.now() + 60_000;
  while (!output.includes(READY)) {
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`no start:\n${output}`);
    await sleep(50);
  }
  running = child;
  return child;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((done) => child.once("exit", done));
  child.kill(signal);
  await ended;
}

function demo(): RunningDemo {
  return JSON.parse(readFileSync(join(home, "state/demo.json"), "utf8")) as RunningDemo;
}

async function deliver(): Promise<string> {
  const { url, webhook } = demo();
  const secrets = JSON.parse(readFileSync(join(home, "state/secrets.json"), "utf8")) as {
    webhookSecret: string;
  };
  const mac = createHmac("sha256", secrets.webhookSecret).update(webhook.body).digest("hex");
  const response = await fetch(`${url}/hooks/${webhook.path}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-github-delivery": "once",
      "x-hub-signature-256": `sha256=${mac}`,
    },
    body: webhook.body,
  });
  const answer = (await response.json()) as { execution: string };
  return answer.execution;
}

/** Waits until the execution is so, looking with a connection of its own each time. */
async function until(executionId: string, status: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const server = findPostgres(join(home, "pg", `${findBinaries().version}`));
    const client = new pg.Client({ connectionString: server!.url("sluice") });
    await client.connect();
    try {
      const { rows } = await client.query<{ status: string }>(
        "select status from sluice.workflow_executions where id = $1",
        [executionId],
      );
      if (rows[0]?.status === status) return;
      if (Date.now() > deadline) throw new Error(`it is ${rows[0]?.status}, not ${status}`);
    } finally {
      await client.end();
    }
    await sleep(100);
  }
}

async function list<Row>(path: string): Promise<Row[]> {
  return (await (await fetch(`${demo().url}${path}`)).json()) as Row[];
}

describe("start", () => {
  test("serves GraphiQL with all that it loads", { timeout: 90_000 }, async () => {
    await begin();
    const page = await fetch(`${demo().url}/`, { headers: { accept: "text/html" } });
    expect(page.headers.get("content-type")).toContain("text/html");
    const [, script] = /href="([^"]+ruru\.js)"/.exec(await page.text())!;
    expect((await fetch(new URL(script!, demo().url))).status).toBe(200);
  });
});

describe("kill -9 while a workflow waits", () => {
  test.for([["Node alone"], ["Node and PostgreSQL"]] as const)(
    "of %s loses nothing and repeats nothing",
    { timeout: 150_000 },
    async ([what]) => {
      const first = await begin();
      const executionId = await deliver();
      await until(executionId, "waiting");
      const postgres = findPostgres(join(home, "pg", `${findBinaries().version}`))!;
      if (what === "Node and PostgreSQL") process.kill(postgres.pid, "SIGKILL");
      await end(first, "SIGKILL");
      await begin();
      await until(executionId, "completed");
      const requests = await list<CaughtRequest>("/requests");
      expect(requests.map(({ idempotency_key }) => idempotency_key)).toEqual([
        expect.stringContaining(executionId),
      ]);
      const mails = await list<CaughtMail>("/mail.json");
      expect(mails.map(({ copies }) => copies)).toEqual([1]);
    },
  );
});
