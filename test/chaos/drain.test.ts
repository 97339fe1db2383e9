import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe } from "vitest";
import { attemptsOf, test, until } from "../support/chaos/scene.ts";
import { expect, type TestDatabase } from "../support/database.ts";
import { start } from "../support/engine.ts";

const backlog = (db: TestDatabase) =>
  db.query("select attempt, crashes from sluice_private.ready_steps");

const draining = (db: TestDatabase) =>
  until(async () => (await db.query("select from sluice.workers where is_draining")).length === 1);

describe("a worker process that is told to stop", () => {
  test(
    "hands back what does not end in time, uncounted",
    { timeout: 60_000 },
    async ({ db, chaos }) => {
      const { effects } = chaos;
      const workflow = await chaos.calls("/held");
      effects.hold("/held");
      const worker = await chaos.work({ env: { SLUICE_GRACE_SECONDS: "1" } });
      const id = await start(db, workflow);
      await effects.reach(1);
      const toldAt = performance.now();
      worker.signal("SIGTERM");
      expect(await worker.ended).toBe(0);
      const took = performance.now() - toldAt;
      console.log(`SIGTERM, 1 s of grace, to exit: ${(took / 1000).toFixed(1)} s`);
      expect(worker.output).toContain("1 steps still run after 1 s and are aborted");
      expect(await attemptsOf(db, id)).toEqual([]);
      expect(await backlog(db)).toEqual([{ attempt: 1, crashes: 0 }]);
      expect(await db.query("select from sluice.workers")).toEqual([]);
    },
  );

  test(
    "under load leaves all to others, and says nothing but what it ran",
    { timeout: 60_000 },
    async ({ db, chaos }) => {
      const { effects } = chaos;
      const workflow = await chaos.calls("/held");
      effects.hold("/held");
      const env = { SLUICE_GRACE_SECONDS: "1" };
      const worker = await chaos.work({ env });
      for (let n = 0; n < 150; n += 1) await start(db, workflow);
      // a twentieth is kept for organizations that have little
      await effects.reach(45);
      await chaos.work({ env });
      await effects.reach(90);
      worker.signal("SIGTERM");
      expect(await worker.ended).toBe(0);
      const lines = worker.output.split("\n").filter((line) => !line.includes("was stopped with"));
      expect(lines.slice(1).join("\n")).toMatch(
        /^worker: stops; \d+ steps have 1 s to end\nworker: \d+ steps still run after 1 s and are aborted\n$/,
      );
      effects.release("/held");
      const isOver = async () =>
        (await db.query("select from sluice.workflow_executions where status = 'completed'"))
          .length === 150;
      await until(isOver);
      expect(effects.keys.size).toBe(150);
    },
  );

  test(
    "twice ends at once, and is not blamed for what it ran",
    { timeout: 60_000 },
    async ({ db, chaos }) => {
      const { effects } = chaos;
      const workflow = await chaos.calls("/held");
      effects.hold("/held");
      const worker = await chaos.work();
      const id = await start(db, workflow);
      await effects.reach(1);
      worker.signal("SIGTERM");
      await draining(db);
      // a second one within half a second is taken for the same
      const again = setInterval(() => worker.signal("SIGTERM"), 100);
      expect(await worker.ended).toBe(130);
      clearInterval(again);
      const other = await chaos.work({ args: ["--actions", "send_email"] });
      await until(async () => (await backlog(db)).length === 1);
      expect(await backlog(db)).toEqual([{ attempt: 1, crashes: 0 }]);
      expect(await attemptsOf(db, id)).toEqual([]);
      expect(other.output).toContain("50 steps of send_email at a time");
    },
  );
});

/** What runs in it must not take the place of the shell. */
const inShell = (db: TestDatabase) =>
  spawn("sh", ["-c", `"${process.execPath}" scripts/sluice.mjs worker; true`], {
    env: {
      PATH: process.env["PATH"],
      SLUICE_WORKER_DATABASE_URL: db.workerUrl,
      npm_lifecycle_event: "npx",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });

test(
  "a worker that npx has started drains when that is told to stop",
  { timeout: 60_000 },
  async ({ db }) => {
    const shell = inShell(db);
    const lines: string[] = [];
    for (const stream of [shell.stdout, shell.stderr]) {
      stream.on("data", (chunk: Buffer) => lines.push(chunk.toString()));
    }
    // not before the worker has closed them, too
    const closed = once(shell, "close");
    await until(async () => lines.join("").includes("worker: ready"));
    shell.kill("SIGTERM");
    await closed;
    expect(lines.join("")).toContain("worker: stops;");
    expect(await db.query("select from sluice.workers")).toEqual([]);
  },
);

describe("a worker process that serves some actions", () => {
  test(
    "gets no others, which are seen to be unserved",
    { timeout: 60_000 },
    async ({ db, chaos }) => {
      const { effects } = chaos;
      const workflow = await chaos.calls("/free");
      await chaos.work({ args: ["--actions", "send_email"] });
      await start(db, workflow);
      await until(async () => (await backlog(db)).length === 1);
      expect(await db.query("select action, step_count from sluice.unserved_actions")).toEqual([
        { action: "http_request", step_count: 1 },
      ]);
      expect(effects.all).toEqual([]);
      await chaos.work({ env: { SLUICE_ACTIONS: "http_request" } });
      await effects.reach(1);
      expect(await db.query("select actions from sluice.workers order by started_at")).toEqual([
        { actions: ["send_email"] },
        { actions: ["http_request"] },
      ]);
    },
  );

  test("refuses to serve what there is not", async ({ chaos }) => {
    await expect(chaos.work({ args: ["--actions", "http_requst"] })).rejects.toThrow(
      "there is no action http_requst\nhint: There are http_request, send_email.",
    );
  });
});
