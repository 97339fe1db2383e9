/** What the straight way from one worker's step to the next leaves where. */
import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { end } from "../../support/containers.ts";
import {
  execution,
  start,
  TestWorker,
  type EdgeText,
  type Lease,
  type Node,
} from "../../support/engine.ts";
import { act, endExecutions, endScene, leasesOf, workflowOf } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await endScene(db);
});

const READS = { input: { n: "{{ steps.a.output.n }}" } };

async function begun(db: TestDatabase, nodes: object[], edges: string[]) {
  const id = await start(db, await workflowOf(db, nodes as never, edges), { n: 1 });
  const worker = await new TestWorker(db.worker).register();
  const [a] = (await leasesOf(worker, id)) as [Lease];
  return { id, worker, a };
}

const kept = async (db: TestDatabase, id: string) =>
  (
    await db.query<{ node_id: string }>(
      "select node_id from sluice_private.live_outputs where execution_id = $1 order by 1",
      [id],
    )
  ).map(({ node_id }) => node_id);

describe("a step that follows in the same slot", () => {
  test("has the next token, in the same row and unknown to the indexes", async ({ db }) => {
    const nodes = ["a", "b", "c"].map((node) => act(node));
    const { id, worker, a } = await begun(db, nodes, ["start → a", "a → b", "b → c"]);
    const place = async () =>
      db.query<{ slot: string; token: string }>(
        "select slot, token from sluice_private.step_leases where execution_id = $1",
        [id],
      );
    expect(await place()).toEqual([{ slot: a.token, token: a.token }]);
    const [answer] = await worker.report([[a, {}]]);
    const next = String(BigInt(a.token) + 1n);
    expect(answer!.next).toMatchObject({ token: next, node_id: "b", attempt: 1 });
    expect(await place()).toEqual([{ slot: a.token, token: next }]);
    // the report of a step is not one of what follows it
    expect(await worker.report([[a, {}]])).toEqual([answer]);
    expect(await place()).toEqual([{ slot: a.token, token: next }]);
  });

  test("is another one to whom takes leases away", async ({ db }) => {
    const { id, worker, a } = await begun(db, [act("a"), act("b")], ["start → a", "a → b"]);
    const client = await db.admin.connect();
    try {
      const { rows } = await client.query(
        "select array_agg(l) as leases from sluice_private.step_leases as l where execution_id = $1",
        [id],
      );
      const [answer] = await worker.report([[a, {}]]);
      await client.query("select sluice_private.return_leases($1, 1)", [
        (rows[0] as { leases: string }).leases,
      ]);
      const [last] = await worker.report([[answer!.next!, {}]]);
      expect(last!.verdict).toBe("recorded");
      expect((await execution(db, id)).status).toBe("completed");
    } finally {
      client.release();
    }
  });

  test.for<[string, Node, object]>([
    ["fails it", act("d"), { error: { class: "bad", message: "no" } }],
    ["ends it", end("d", { scope: "execution" }), {}],
  ])("is not given where a report of the same execution %s", async ([, last, result], { db }) => {
    const nodes = [act("a"), act("b"), act("c"), last];
    const edges: EdgeText[] = ["start → a", "a → c", "start → b", "b → d"];
    const id = await start(db, await workflowOf(db, nodes, edges));
    const worker = await new TestWorker(db.worker).register();
    const leases = await leasesOf(worker, id);
    const answers = await worker.report(
      leases.map((lease) => [lease, lease.node_id === "a" ? {} : result]),
    );
    expect(answers).toMatchObject([
      { verdict: "recorded", next: null },
      { verdict: "recorded", next: null },
    ]);
  });

  test("tells of its attempt in its own row; one that failed has a row of its own", async ({
    db,
  }) => {
    const retry = { max_attempts: 2, initial: "1 ms", jitter: 0 };
    const nodes = [act("a"), act("b", { retry }), act("c")];
    const { id, worker, a } = await begun(db, nodes, ["start → a", "a → b", "b → c"]);
    const [b] = await worker.report([[a, {}]]);
    await worker.report([[b!.next!, { error: { class: "net", message: "off" } }]]);
    await db.query("update sluice_private.timers set due_at = now()");
    await worker.drain();
    const rows = await db.query<{ line: string }>(
      `select s.node_id || ' ' || a.attempt || ' ' || a.status || ' ' || (a.worker_id = $2) as line
       from sluice.workflow_step_attempts as a
       inner join sluice_private.execution_steps as s
         using (execution_id, frame_id, step_no, generation)
       where a.execution_id = $1 order by a.started_at`,
      [id, worker.id],
    );
    expect(rows.map(({ line }) => line)).toEqual([
      "a 1 completed true",
      "b 1 failed true",
      "b 2 completed true",
      "c 1 completed true",
    ]);
    const own = await db.query(
      "select attempt from sluice_private.step_attempts where execution_id = $1",
      [id],
    );
    expect(own).toEqual([{ attempt: 1 }]);
  });
});

describe("an output", () => {
  test("that only what follows reads is not kept, and the input survives a retry", async ({
    db,
  }) => {
    const retry = { max_attempts: 2, initial: "1 ms", jitter: 0 };
    const nodes = [act("a"), act("b", { ...READS, retry }), act("c")];
    const { id, worker, a } = await begun(db, nodes, ["start → a", "a → b", "b → c"]);
    const [b] = await worker.report([[a, { n: 7 }]]);
    expect(b!.next).toMatchObject({ input: '{"n": 7}' });
    expect(await kept(db, id)).toEqual([]);
    await worker.report([[b!.next!, { error: { class: "net", message: "off" } }]]);
    await db.query("update sluice_private.timers set due_at = now()");
    const [again] = (await leasesOf(worker, id)) as [Lease];
    expect(again).toMatchObject({ attempt: 2, input: '{"n": 7}' });
  });

  test("that is read later is kept, and read from where it lies", async ({ db }) => {
    const nodes = [act("a"), act("b", READS), act("c", READS)];
    const { id, worker, a } = await begun(db, nodes, ["start → a", "a → b", "b → c"]);
    const [b] = await worker.report([[a, { n: 7 }]]);
    expect(await kept(db, id)).toEqual(["a"]);
    const [c] = await worker.report([[b!.next!, {}]]);
    expect(c!.next).toMatchObject({ node_id: "c", input: '{"n": 7}' });
  });

  test.for<[string, object, object, unknown]>([
    ["a value", { n: "{{ steps.a.output }}" }, { n: [1, { b: 2 }] }, { n: { n: [1, { b: 2 }] } }],
    ["into a list", { n: "{{ steps.a.output.n.b }}" }, { n: [1, { b: 2 }] }, { n: 2 }],
    ["of an index", { n: "{{ steps.a.output.n[1].b }}" }, { n: [1, { b: 2 }] }, { n: 2 }],
    ["that is missing", { n: "{{ steps.a.output.x }}" }, { n: 1 }, { n: null }],
    ["variables where there are none", { n: "{{ vars }}" }, { n: 1 }, { n: {} }],
    ["a status", { n: "{{ steps.a.status }}" }, { n: 1 }, { n: "completed" }],
    [
      "among others",
      { n: "{{ steps.a.output.n }}", m: "{{ trigger.payload.n }}", o: 3 },
      { n: 2 },
      { n: 2, m: 1, o: 3 },
    ],
  ])("is read: %s", async ([, input, output, expected], { db }) => {
    const nodes = [act("a"), act("b", { input })];
    const { id, worker, a } = await begun(db, nodes, ["start → a", "a → b"]);
    await worker.report([[a, output]]);
    const [row] = await db.query<{ input: unknown }>(
      `select input from sluice_private.step_leases where execution_id = $1
       union all select input from sluice_private.ready_steps where execution_id = $1`,
      [id],
    );
    expect(row!.input).toEqual(expected);
  });
});
