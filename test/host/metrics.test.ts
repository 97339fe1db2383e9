import { request } from "node:http";
import { afterEach, describe } from "vitest";
import { z } from "zod";
import { defineAction } from "../../tasks/define-action.ts";
import { startMetricsServer, type MetricsServer } from "../../tasks/host/metrics-server.ts";
import { Metrics } from "../../tasks/host/metrics.ts";
import { startWorker, type WorkerHost } from "../../tasks/host/worker.ts";
import { crowdOf, statuses } from "../support/bulk.ts";
import { expect, test, type TestDatabase } from "../support/database.ts";
import { createTenant, definition, manual, publish, start, TestWorker } from "../support/engine.ts";
import { parseExposition } from "../support/exposition.ts";
import { PlanRecorder } from "../support/plans.ts";
import { act, endExecutions, sweepEvenly, workflowOf } from "../support/scenes.ts";

const ends: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

async function serve(db: TestDatabase, pool: Pick<TestDatabase["worker"], "query"> = db.worker) {
  const metrics = new Metrics(pool);
  const server = await startMetricsServer({ host: "127.0.0.1", port: 0, metrics, pool });
  ends.push(() => server.close());
  return { metrics, server };
}

async function scrape({ url }: MetricsServer): Promise<Map<string, number>> {
  const response = await fetch(`${url}/metrics`);
  expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  const lines = (await response.text()).split("\n").filter((line) => /^[^#]/.test(line));
  return new Map(
    lines.map((line) => [line.replace(/ [^ ]+$/, ""), Number(line.split(" ").at(-1))]),
  );
}

type Pool = TestDatabase["worker"];

const broken = {
  query: () => Promise.reject(new Error("gone")),
} as unknown as TestDatabase["worker"];

describe("metrics", () => {
  test("name and explain each thing once, with its type", async ({ db }) => {
    const { server } = await serve(db);
    const text = await (await fetch(`${server.url}/metrics`)).text();
    const types = [...text.matchAll(/^# TYPE (sluice_\S+) (\w+)$/gm)].map(([, name, type]) => [
      name,
      type,
    ]);
    expect(Object.fromEntries(types)).toEqual({
      sluice_step_attempts_total: "counter",
      sluice_step_duration_seconds: "histogram",
      sluice_executions_finished_total: "counter",
      sluice_database_up: "gauge",
      ...Object.fromEntries(
        [
          ...["queue_steps", "queue_oldest_seconds", "leases", "workers", "worker_slots"],
          ...["arrivals", "arrivals_oldest_seconds", "timers_overdue", "timers_overdue_seconds"],
          ...["executions_parked", "queue_suspects"],
        ].map((name) => [`sluice_${name}`, "gauge"]),
      ),
    });
    for (const [name] of types) expect(text).toMatch(new RegExp(`^# HELP ${name} \\S`, "m"));
    expect(text).toMatch(/^process_cpu_seconds_total /m);
    expect(text).toMatch(/^nodejs_eventloop_lag_seconds /m);
  });

  test("tell what waits, by priority, what is with workers, and how executions ended", async ({
    db,
  }) => {
    const { server } = await serve(db);
    const urgent = await workflowOf(db, [act("a")], ["start → a"], { priority: 1 });
    await start(db, urgent);
    const { workflow, ids } = await crowdOf(db, 5);
    const before = await scrape(server);
    expect(before.get("sluice_arrivals")).toBe(6);
    const worker = await new TestWorker(db.worker).register(["act"], 2);
    await db.query("delete from sluice_private.workers where id <> $1", [worker.id]);
    await db.query("select sluice.cancel_execution($1)", [ids[4]]);
    await worker.pump();
    const busy = await scrape(server);
    expect(busy.get('sluice_leases{state="admitted"}')).toBe(2);
    expect(busy.get('sluice_queue_steps{priority="5"}')).toBe(3);
    expect(busy.get('sluice_queue_steps{priority="1"}')).toBe(0);
    expect(busy.get('sluice_leases{state="outside"}')).toBe(0);
    expect(busy.get('sluice_workers{state="silent"}')).toBe(0);
    expect(busy.get('sluice_executions_finished_total{status="timed_out"}')).toBe(0);
    expect(busy.get("sluice_queue_suspects")).toBe(0);
    await db.query("update sluice_private.ready_steps set crashes = 1");
    expect((await scrape(server)).get("sluice_queue_suspects")).toBe(3);
    await db.query("update sluice_private.ready_steps set crashes = 0");
    expect(busy.get('sluice_workers{state="serving"}')).toBe(1);
    expect(busy.get("sluice_worker_slots")).toBe(2);
    expect(busy.get("sluice_database_up")).toBe(1);
    expect(busy.get("sluice_queue_oldest_seconds")).toBeGreaterThan(0);
    await worker.drain(({ execution_id: id }) => (id === ids[0] ? { error: {} } : {}));
    const after = await scrape(server);
    const ended = (values: Map<string, number>, status: string) =>
      values.get(`sluice_executions_finished_total{status="${status}"}`) ?? 0;
    expect(await statuses(db, workflow)).toEqual({ completed: 3, failed: 1, cancelled: 1 });
    expect(ended(after, "completed") - ended(before, "completed")).toBe(4);
    expect(ended(after, "failed") - ended(before, "failed")).toBe(1);
    expect(ended(after, "cancelled") - ended(before, "cancelled")).toBe(1);
    await db.query("select sluice_private.fold_counts()");
    const [row] = await db.query<{ n: number }>(
      "select count(*)::int as n from sluice_private.execution_counts",
    );
    expect(row!.n).toBe(3);
    expect(ended(await scrape(server), "completed")).toBe(ended(after, "completed"));
    expect(after.get('sluice_queue_steps{priority="5"}')).toBe(0);
  });

  test("can be read whatever actions, states and workflows are called", async ({ db }) => {
    const hostile = [
      ...['a"b', "a\\b", "a\\", "a\nb", 'x"} 1\n# TYPE y gauge', "a\r\tb", "{a,b}", "ü😀", ""],
      ...["\u0000\u0001\u2028", "x".repeat(100_000), "__proto__", "constructor"],
    ];
    const { server: fromDatabase } = await serve(db);
    const { organizationId } = await createTenant(db);
    for (const [n, name] of hostile.entries()) {
      const given = `${name.replaceAll("\u0000", "").slice(0, 190)} ${n}`;
      await db.query("update sluice.organizations set name = $2 where id = $1", [
        organizationId,
        given,
      ]);
      await start(db, await publish(db, organizationId, definition([manual], []), given));
    }
    const text = async ({ url }: MetricsServer) => (await fetch(`${url}/metrics`)).text();
    expect(parseExposition(await text(fromDatabase)).length).toBeGreaterThan(10);

    const rows = hostile.map((label, n) => ({ metric: "leases", label, value: n }));
    const finished = hostile.map((label) => ({ metric: "executions_finished", label, value: 1 }));
    const pool = { query: async () => ({ rows: [...rows, ...finished] }) } as unknown as Pool;
    const { metrics, server } = await serve(db, pool);
    for (const action of hostile) {
      await metrics.observe({ action } as Parameters<Metrics["observe"]>[0], async () => "crashed");
    }
    const samples = parseExposition(await text(server));
    const labelsOf = (wanted: string, label: string) =>
      samples.filter(({ name }) => name === wanted).map(({ labels }) => labels[label]);
    const all = hostile.toSorted();
    const known = ["admitted", "running", "outside"];
    const states = labelsOf("sluice_leases", "state");
    expect(states.toSorted()).toEqual([...hostile, ...known].toSorted());
    const ends = labelsOf("sluice_executions_finished_total", "status");
    expect(ends).toEqual(expect.arrayContaining(["timed_out", ...hostile]));
    expect(labelsOf("sluice_step_attempts_total", "action").toSorted()).toEqual(all);
    expect(labelsOf("sluice_step_duration_seconds_count", "action").toSorted()).toEqual(all);
  });

  test("are folded by the sweeper", async ({ db }) => {
    const { worker } = await crowdOf(db, 1);
    await worker.drain();
    await crowdOf(db, 1).then((crowd) => crowd.worker.drain());
    await sweepEvenly(db);
    await db.worker.query("select sluice_private.sweep()");
    const rows = await db.query("select status from sluice_private.execution_counts");
    expect(rows).toHaveLength(new Set(rows.map((row) => JSON.stringify(row))).size);
    await db.query("delete from sluice_private.workers");
  });

  test("count the attempts of this worker, and how long they took", async ({ db }) => {
    const { metrics, server } = await serve(db);
    const failing = defineAction({
      ...{ name: "act", title: "Act", description: "Fails on demand." },
      input: z.object({}),
      output: z.unknown(),
      run: async (_input, { attempt }) => {
        if (attempt === 1) throw new Error("no");
        return {};
      },
    });
    const retry = { max_attempts: 2, initial: "1 ms" };
    const id = await start(db, await workflowOf(db, [act("a", { retry })], ["start → a"]));
    const host: WorkerHost = await startWorker({
      ...{ databaseUrl: db.workerUrl, concurrency: 2, log: () => {} },
      actions: [failing],
      observer: metrics.observe,
    });
    ends.push(() => host.stop());
    await expect
      .poll(() => db.query("select from sluice_private.executions where id = $1", [id]), {
        timeout: 10_000,
      })
      .toHaveLength(1);
    const values = await scrape(server);
    expect(values.get('sluice_step_attempts_total{action="act",outcome="failed"}')).toBe(1);
    expect(values.get('sluice_step_attempts_total{action="act",outcome="completed"}')).toBe(1);
    expect(values.get('sluice_step_duration_seconds_count{action="act"}')).toBe(2);
  });

  test("cost the same however much there is", async ({ db }) => {
    const { worker } = await crowdOf(db, 1);
    await db.query("update sluice_private.workers set actions = '{other}'");
    await worker.pump();
    const many = (table: string, columns: string, values: string) =>
      db.query(
        `insert into sluice_private.${table} (organization_id, execution_id, ${columns})
         select r.organization_id, r.execution_id, ${values}
         from (select * from sluice_private.ready_steps limit 1) as r
         cross join generate_series(1, 30000) as i`,
      );
    await many(
      "ready_steps",
      "frame_id, step_no, generation, version_id, action, input, attempt, priority, ready_at",
      "i, r.step_no, 0, r.version_id, r.action, r.input, 1, r.priority, r.ready_at",
    );
    await many("timers", "frame_id, step_no, kind, due_at", "i, 1, 'wait', now() + interval '1 h'");
    await many("arrivals", "kind", "'done'");
    const session = await db.session();
    const recorder = await PlanRecorder.over(session);
    const { rows } = await session.query<{ metric: string; value: number }>(
      "select metric, value from sluice_private.metrics()",
    );
    const values = Object.fromEntries(rows.map(({ metric, value }) => [metric, value]));
    expect(values).toMatchObject({ queue_steps: 10_000, arrivals: 10_000, timers_overdue: 0 });
    const plans = JSON.stringify(recorder.take());
    expect(plans).toContain("ready_steps_queue_idx");
    expect(plans).not.toMatch(/"Relation Name":"(executions|execution_steps|workflow_\w+)/);
    const read = [...plans.matchAll(/"Actual Rows":([\d.]+)/g)].map(([, n]) => Number(n));
    expect(Math.max(...read)).toBe(10_000);
    const removed = [...plans.matchAll(/"Rows Removed by Filter":(\d+)/g)].map(([, n]) =>
      Number(n),
    );
    expect(Math.max(0, ...removed)).toBeLessThan(10);
    for (const table of ["ready_steps", "timers", "arrivals"]) {
      await db.query(`delete from sluice_private.${table}`);
    }
    await endExecutions(db);
  });

  test("are there without a database, and say that it is not", async ({ db }) => {
    const { server } = await serve(db, broken);
    expect((await scrape(server)).get("sluice_database_up")).toBe(0);
    expect((await fetch(`${server.url}/ready`)).status).toBe(503);
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
  });

  test("are served beside health and readiness, and nothing else", async ({ db }) => {
    const { server } = await serve(db);
    expect(new URL(server.url).hostname).toBe("127.0.0.1");
    for (const [path, status] of [
      ["/ready", 200],
      ["/health", 200],
      ["/", 404],
      ["/metrics?x=1", 200],
      ["/toString", 404],
    ] as const) {
      expect((await fetch(server.url + path)).status, path).toBe(status);
    }
    expect((await fetch(`${server.url}/metrics`, { method: "POST" })).status).toBe(404);
    const odd = await new Promise<number | undefined>((resolve) => {
      const asked = request(server.url, { path: "//" }, (response) => resolve(response.statusCode));
      asked.on("error", () => resolve(undefined));
      asked.end();
    });
    expect(odd).toBe(404);
  });
});
