import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe } from "vitest";
import { z } from "zod";
import { ActionError } from "../../tasks/action-error.ts";
import { defineAction, type Action, type ActionContext } from "../../tasks/define-action.ts";
import { startWorker, type WorkerHost, type WorkerOptions } from "../../tasks/host/worker.ts";
import { expect, test, type TestDatabase } from "../support/database.ts";
import * as engine from "../support/engine.ts";

type Effect = (input: { n?: number | undefined }, context: ActionContext) => unknown;

const hosts: WorkerHost[] = [];
let organizationId: string;

afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop()));
});

function act(effect: Effect): Action {
  return defineAction({
    name: "act",
    title: "Act",
    description: "What the test wants.",
    input: z.object({ n: z.number().optional() }),
    output: z.unknown(),
    run: async (input, context) => effect(input, context),
  });
}

async function host(db: TestDatabase, effect: Effect, options: Partial<WorkerOptions> = {}) {
  const lines: string[] = [];
  const worker = await startWorker({
    databaseUrl: db.workerUrl,
    concurrency: 5,
    log: (line) => lines.push(line),
    actions: [act(effect)],
    ...options,
  });
  hosts.push(worker);
  return { worker, lines };
}

/** A workflow whose steps all run `act`, one after the other. */
async function chain(db: TestDatabase, length: number, data: object = {}): Promise<string> {
  await engine.defineTestAction(db);
  ({ organizationId } = await engine.createTenant(db));
  const ids = Array.from({ length }, (_step, index) => `s${index + 1}`);
  const nodes = ids.map((id) => ({ id, type: "action", data: { action: "act", ...data } }));
  const path = ["start", ...ids];
  const edges = ids.map((id, index) => `${path[index]} → ${id}`);
  return engine.publish(db, organizationId, engine.definition([engine.manual, ...nodes], edges));
}

async function until(isTrue: () => unknown): Promise<void> {
  for (let tries = 0; !(await isTrue()); tries += 1) {
    if (tries > 1000) throw new Error("it did not happen within 10 s");
    await sleep(10);
  }
}

async function finished(db: TestDatabase, executionId: string) {
  await until(async () =>
    ["completed", "failed"].includes((await engine.execution(db, executionId)).status),
  );
  return engine.execution(db, executionId);
}

/** Spent jobs of earlier tests are the sweeper's to delete. */
async function leftovers(db: TestDatabase): Promise<unknown> {
  await db.query("select sluice_private.delete_spent_jobs()");
  const [row] = await db.query(
    `select
       (select count(*)::int from sluice_private.step_leases) as leases,
       (select count(*)::int from sluice_private.ready_steps) as ready,
       (select count(*)::int from sluice_private.workers) as workers,
       (select count(*)::int from graphile_worker._private_jobs) as jobs`,
  );
  return row;
}

describe("a worker host", () => {
  test("runs the steps of executions to their end and leaves nothing behind", async ({ db }) => {
    const seen: ActionContext[] = [];
    const workflow = await chain(db, 3, { input: { n: 1 } });
    const { worker } = await host(db, ({ n }, context) => {
      seen.push(context);
      return { n };
    });
    const ids = await Promise.all(Array.from({ length: 40 }, () => engine.start(db, workflow)));
    for (const id of ids) {
      expect(await finished(db, id)).toMatchObject({
        status: "completed",
        output: { s3: { n: 1 } },
      });
    }
    expect(new Set(seen.map(({ key }) => key)).size).toBe(120);
    expect(seen.every(({ attempt }) => attempt === 1)).toBe(true);
    await worker.stop();
    expect(await leftovers(db)).toEqual({ leases: 0, ready: 0, workers: 0, jobs: 0 });
    expect(await engine.invariants(db)).toEqual([]);
  });

  test("reports an error's class, and tries again with the same key", async ({ db }) => {
    const retry = { max_attempts: 3, backoff: "fixed", initial: "1ms" };
    const workflow = await chain(db, 1, { retry });
    const keys: string[] = [];
    await host(db, (_input, { key, attempt }) => {
      keys.push(key);
      if (attempt < 3) throw new ActionError("busy", "not now", { retryAfterMs: 1 });
      throw new ActionError("broken", "never", { detail: { why: "test" } });
    });
    const { status, error } = await finished(db, await engine.start(db, workflow));
    expect(status).toBe("failed");
    expect(error).toMatchObject({ class: "broken", message: "never", detail: { why: "test" } });
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
  });

  test.for<[string, object, Effect, string]>([
    ["an input that does not fit", { input: { n: "x" } }, () => ({}), "invalid_input"],
    [
      "an effect that takes too long",
      { retry: { max_attempts: 1, attempt_timeout: "50 ms" } },
      () => new Promise(() => {}),
      "timeout",
    ],
    [
      "a failure that may not be tried again",
      { retry: { max_attempts: 5, initial: "1ms" } },
      () => {
        throw new ActionError("final", "no", { retryable: false });
      },
      "final",
    ],
  ])("fails %s once", async ([, data, effect, errorClass], { db }) => {
    const workflow = await chain(db, 1, data);
    await host(db, effect);
    const id = await engine.start(db, workflow);
    expect((await finished(db, id)).error).toMatchObject({ class: errorClass });
    const attempts = await db.query(
      "select from sluice.workflow_step_attempts where execution_id = $1",
      [id],
    );
    expect(attempts).toHaveLength(1);
  });

  test("records what jsonb cannot hold, and says where", async ({ db }) => {
    const workflow = await chain(db, 1);
    await host(db, () => ({ text: "a\0b", list: ["\ud800"], plain: "\\u0000" }));
    expect((await finished(db, await engine.start(db, workflow))).output).toEqual({
      s1: {
        text: "a\ufffdb",
        list: ["\ufffd"],
        plain: "\\u0000",
        _replaced_characters: ["$.text", "$.list[0]"],
      },
    });
  });

  test("survives the loss of all its connections", async ({ db }) => {
    const workflow = await chain(db, 3);
    const { lines } = await host(db, async () => {
      await sleep(5);
      return {};
    });
    const ids = await Promise.all(Array.from({ length: 60 }, () => engine.start(db, workflow)));
    for (let round = 0; round < 3; round += 1) {
      await sleep(60);
      await db.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and application_name like 'sluice worker%'`,
      );
    }
    for (const id of ids) expect(await finished(db, id)).toMatchObject({ status: "completed" });
    expect(lines.join("\n")).toContain("works again");
    expect(await engine.invariants(db)).toEqual([]);
  });
});

describe("a worker host that stops", () => {
  test("lets running steps end and records them", async ({ db }) => {
    const workflow = await chain(db, 1);
    const started = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const { worker } = await host(db, async () => {
      started.resolve();
      await release.promise;
      return { done: true };
    });
    const id = await engine.start(db, workflow);
    await started.promise;
    const stopped = worker.stop();
    release.resolve();
    await stopped;
    await worker.stopped;
    expect(await engine.execution(db, id)).toMatchObject({
      status: "completed",
      output: { s1: { done: true } },
    });
    expect(await leftovers(db)).toEqual({ leases: 0, ready: 0, workers: 0, jobs: 0 });
  });

  test("aborts what does not end, which another host then runs, uncounted", async ({ db }) => {
    const workflow = await chain(db, 1, { retry: { max_attempts: 1 } });
    const started = Promise.withResolvers<AbortSignal>();
    const { worker, lines } = await host(
      db,
      async (_input, { signal }) => {
        started.resolve(signal);
        await new Promise(() => {});
      },
      { graceMs: 50 },
    );
    const id = await engine.start(db, workflow);
    const signal = await started.promise;
    await worker.stop();
    expect(signal.aborted).toBe(true);
    expect(lines.join("\n")).toContain("goes back to the backlog");
    expect(await leftovers(db)).toEqual({ leases: 0, ready: 1, workers: 0, jobs: 0 });

    const attempts: number[] = [];
    await host(db, (_input, { attempt }) => attempts.push(attempt));
    expect((await finished(db, id)).status).toBe("completed");
    expect(attempts).toEqual([1]);
  });
});

describe("a worker host that the engine took for dead", () => {
  test("aborts what it runs and says so", async ({ db }) => {
    const workflow = await chain(db, 1);
    const started = Promise.withResolvers<AbortSignal>();
    const lost = Promise.withResolvers<Error>();
    const { worker, lines } = await host(
      db,
      async (_input, { signal }) => {
        started.resolve(signal);
        await new Promise(() => {});
      },
      { onLost: lost.resolve },
    );
    await engine.start(db, workflow);
    const signal = await started.promise;
    await db.query("delete from sluice_private.workers");
    expect((await lost.promise).message).toContain("silent for too long");
    await expect(worker.stopped).rejects.toThrow("lost");
    expect(signal.aborted).toBe(true);
    expect(lines.join("\n")).toContain("the worker is lost");
  });
});
