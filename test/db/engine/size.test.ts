import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  execution,
  publish,
  start,
  TestWorker,
  createTenant,
  definition,
} from "../../support/engine.ts";
import {
  act,
  codeOf,
  endExecutions,
  endScene,
  leasesOf,
  set,
  startLines,
  workflowOf,
} from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

const LIMIT = 2 * 1024 * 1024;
/** 4 bytes each where it is stored, 131,072 characters where it is read. */
const hugeNumbers = (count: number) => `[${Array(count).fill("1e131071").join(",")}]`;

async function run(db: TestDatabase, input: object, payload: unknown) {
  const workflow = await workflowOf(db, [set("s", input)], ["start → s"]);
  const id = await start(db, workflow, payload);
  await db.query("select sluice_private.advance_batch(10)");
  return execution(db, id);
}

describe("a value that is too long", () => {
  test.for([
    ["a text", JSON.stringify("x".repeat(LIMIT))],
    ["a few huge numbers", hugeNumbers(17)],
    ["many huge numbers", hugeNumbers(9000)],
  ] as const)("does not start an execution: %s", async ([, payload], { db }) => {
    const workflow = await workflowOf(db, [set("s")], ["start → s"]);
    const started = db.query("select sluice.start_workflow($1, $2)", [workflow, payload]);
    expect(await codeOf(started)).toBe("SLVAL");
    const all = db.query("select sluice.start_workflows($1, $2)", [workflow, `[1, ${payload}]`]);
    expect(await codeOf(all)).toBe("SLVAL");
    expect(await db.query("select from sluice_private.live_executions")).toEqual([]);
  });

  test("is no variable", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const text = "select sluice.set_variable('v', $1, null, $2)";
    expect(await codeOf(db.query(text, [hugeNumbers(17), organizationId]))).toBe("SLVAL");
  });

  test("is no delivery", async ({ db }) => {
    const { organizationId } = await createTenant(db);
    const hook = {
      id: "h",
      type: "trigger",
      data: { trigger: "webhook_received", config: { path: "x" } },
    };
    const workflow = await publish(db, organizationId, definition([hook, set("s")], ["h → s"]));
    const [row] = await db.query<{ id: string }>(
      "select id from sluice.webhook_registrations where workflow_id = $1",
      [workflow],
    );
    const delivered = db.query(
      "select sluice_private.receive_webhook($1, $2, 'd', 'POST', '{}', '{}', $3, null)",
      [organizationId, row!.id, hugeNumbers(17)],
    );
    expect(await codeOf(delivered)).toBe("SLVAL");
    expect(await db.query("select from sluice.workflow_events")).toEqual([]);
  });

  test.for([
    ["many texts", { t: Array(20).fill("{{ trigger.payload }}") }],
    [
      "many keys",
      Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`k${i}`, "{{ trigger.payload }}"])),
    ],
    ["a text of many", { t: "{{ trigger.payload }}".repeat(20) }],
  ] as const)("fails the step whose templates make it: %s", async ([, input], { db }) => {
    expect(await run(db, input, "a".repeat(250_000))).toMatchObject({
      status: "failed",
      error: { class: "oversized", code: "SLVAL", node_id: "s" },
    });
  });

  test("fails the step that calculates it", async ({ db }) => {
    const input = { t: Array(20).fill("{{ $.trigger.payload * $.trigger.payload }}") };
    const answer = await run(db, input, JSON.parse("1e300"));
    expect(answer.status).toBe("completed");
    const big = Number.MAX_VALUE;
    const nodes = Array.from({ length: 9 }, (_, i) =>
      set(`s${i}`, {
        n: i ? `{{ $.steps.s${i - 1}.output.n * $.steps.s${i - 1}.output.n }}` : big,
      }),
    );
    const last = set("last", { t: Array(40).fill("{{ steps.s8.output.n }}") });
    const edges = [...nodes, last].map((node, i) => `${i ? `s${i - 1}` : "start"} → ${node.id}`);
    const id = await start(db, await workflowOf(db, [...nodes, last], edges));
    await db.query("select sluice_private.advance_batch(10)");
    expect(await execution(db, id)).toMatchObject({
      status: "failed",
      error: { class: "oversized", node_id: "last" },
    });
  });

  test("that a worker reports fails its step, for good", async ({ db }) => {
    const workflow = await workflowOf(
      db,
      [act("a", { retry: { max_attempts: 3 } }), set("b")],
      ["start → a", "a → b"],
    );
    const id = await start(db, workflow);
    const worker = await new TestWorker(db.worker).register();
    const [lease] = await leasesOf(worker, id);
    await worker.report([[lease!, { text: "x".repeat(LIMIT) }]]);
    expect(await execution(db, id)).toMatchObject({
      status: "failed",
      error: { class: "oversized", code: "SLVAL", node_id: "a" },
    });
  });

  test("is not made of the outputs of the last steps", async ({ db }) => {
    const nodes = Array.from({ length: 10 }, (_, i) =>
      set(`s${i}`, { t: "{{ trigger.payload }}" }),
    );
    const workflow = await workflowOf(db, nodes, nodes.map(({ id }) => `start → ${id}`) as never);
    // incompressible, so that it is as long where it is stored
    const [row] = await db.query<{ text: string }>(
      "select string_agg(md5(n::text), '') as text from generate_series(1, 10000) as n",
    );
    const id = await start(db, workflow, row!.text);
    await db.query("select sluice_private.advance_batch(10)");
    expect(await execution(db, id)).toMatchObject({
      status: "completed",
      output: { omitted: expect.stringContaining("too long") },
    });
  });
});

test("a value is too long that is short only because it is compressed", async ({ db }) => {
  await db.query("create temporary table stored (value jsonb)");
  await db.query("insert into stored values ($1)", [hugeNumbers(20_000)]);
  const [row] = await db.query<{ bytes: number; oversized: boolean }>(
    `select pg_column_size(value) as bytes, sluice_hidden.is_oversized(value) as oversized
     from stored`,
  );
  expect(row!.bytes).toBeLessThan(20_000);
  expect(row!.oversized).toBe(true);
});

test("a wait whose parts cancel each other out is an error of its step", async ({ db }) => {
  const wait = { id: "w", type: "wait", data: { for: "{{ trigger.payload }}" } };
  const id = await start(
    db,
    await workflowOf(db, [wait], ["start → w"]),
    "-7000 years 2520000 days",
  );
  await db.query("select sluice_private.advance_batch(10)");
  expect(await execution(db, id)).toMatchObject({ status: "failed", error: { code: "SLEXP" } });
});

describe("an output that is too long with its numbers written in full", () => {
  test.for([17, 2400, 9000])("fails its step: %d huge numbers", async (count, { db }) => {
    const [id] = await startLines(db, 1);
    const worker = await new TestWorker(db.worker).register();
    const [a] = await leasesOf(worker, id!);
    const values = [[a!.organization_id], [id], [a!.token], ["completed"], [hugeNumbers(count)]];
    const [answer] = await db.worker
      .query("select * from sluice_private.complete_steps($1, $2, $3, $4, $5, $6, $7)", [
        ...[worker.id, worker.epoch],
        ...values,
      ])
      .then(({ rows }) => rows as { verdict: string; next_token: string | null }[]);
    expect(answer).toMatchObject({ verdict: "recorded", next_token: null });
    expect(await execution(db, id!)).toMatchObject({ status: "failed" });
    const [step] = await db.query<{ output: string; class: string }>(
      `select output::text as output, error ->> 'class' as class
       from sluice.workflow_execution_steps where execution_id = $1 and node_id = 'a'`,
      [id],
    );
    expect(step).toMatchObject({ class: "unreadable" });
    expect(step!.output).toMatch(/too long with its numbers written in full/);
  });
});
