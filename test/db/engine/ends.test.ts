import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  defineTestAction,
  definition,
  execution,
  manual,
  publish,
  start,
  stepStatuses,
  TestWorker,
  type Node,
} from "../../support/engine.ts";
import {
  act,
  codeOf,
  endScene,
  footprint,
  leasesOf,
  set,
  workflowOf,
} from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
});

const end = (id: string, data: object = {}): Node => ({ id, type: "end", data: { ...data } });

async function pumped(db: TestDatabase, workflow: string, input: object = {}): Promise<string> {
  const id = await start(db, workflow, input);
  await (await new TestWorker(db.worker).register()).pump();
  return id;
}

describe("an end", () => {
  test("of its branch lets the other branches go on", async ({ db }) => {
    const workflow = await workflowOf(
      db,
      [end("stop", { output: { by: "stop" } }), act("a")],
      ["start → stop", "start → a"],
    );
    const id = await start(db, workflow);
    const worker = await new TestWorker(db.worker).register();
    await worker.drain(() => ({ n: 1 }));
    expect(await stepStatuses(db, id)).toMatchObject({ stop: "completed", a: "completed" });
    expect(await execution(db, id)).toMatchObject({ status: "completed", output: { by: "stop" } });
  });

  test("of the execution cancels what else is under way, and gives its output", async ({ db }) => {
    const workflow = await workflowOf(
      db,
      [
        act("first"),
        act("slow"),
        { id: "pause", type: "wait", data: { for: "1 hour" } },
        end("stop", { scope: "execution", output: { n: "{{ steps.first.output.n }}" } }),
      ],
      ["start → first", "start → slow", "start → pause", "first → stop"],
    );
    const id = await start(db, workflow);
    const worker = await new TestWorker(db.worker).register();
    const [first, slow] = await leasesOf(worker, id);
    await worker.report([[first!, { n: 7 }]]);
    expect(await execution(db, id)).toMatchObject({ status: "completed", output: { n: 7 } });
    expect(await stepStatuses(db, id)).toMatchObject({
      first: "completed",
      slow: "cancelled",
      pause: "cancelled",
      stop: "completed",
    });
    expect(await worker.report([[slow!, {}]])).toMatchObject([{ verdict: "stale" }]);
    expect((await footprint(db, id))["timers"]).toBeUndefined();
  });

  for (const status of ["failed", "cancelled"] as const) {
    test(`with status ${status} ends the execution so, with its error`, async ({ db }) => {
      const stop = end("stop", {
        scope: "execution",
        status,
        error: { class: "refused", message: "no {{ trigger.payload.what }}" },
      });
      const workflow = await workflowOf(db, [stop], ["start → stop"]);
      expect(await execution(db, await pumped(db, workflow, { what: "way" }))).toMatchObject({
        status,
        output: null,
        error: { class: "refused", message: "no way", node_id: "stop" },
      });
    });
  }
});

describe("the output of an execution", () => {
  test("is an object of its last steps, but for those that were skipped", async ({ db }) => {
    const workflow = await workflowOf(
      db,
      [set("a", { n: 1 }), set("b", { n: 2 }), set("c", { n: 3 }, { run_if: "1 == 2" })],
      ["start → a", "a → b", "start → c"],
    );
    expect(await execution(db, await pumped(db, workflow))).toMatchObject({
      output: { b: { n: 2 } },
    });
  });

  test("is empty when nothing follows the trigger", async ({ db }) => {
    const workflow = await workflowOf(db, [set("c", {}, { run_if: "1 == 2" })], ["start → c"]);
    expect(await execution(db, await pumped(db, workflow))).toMatchObject({
      status: "completed",
      output: {},
    });
  });
});

describe("several triggers", () => {
  test("start from the one that fired, and the others are skipped", async ({ db }) => {
    await defineTestAction(db);
    const { organizationId } = await createTenant(db);
    const workflow = await publish(
      db,
      organizationId,
      definition(
        [manual, { ...manual, id: "other" }, set("a"), set("b")],
        ["start → a", "other → b"],
      ),
    );
    const [row] = await db.query<{ id: string }>(
      "select id from sluice.start_workflow($1, '{}', null, 'other')",
      [workflow],
    );
    await (await new TestWorker(db.worker).register()).pump();
    expect(await stepStatuses(db, row!.id)).toEqual({
      start: "skipped",
      other: "completed",
      a: "skipped",
      b: "completed",
    });
    expect(
      await codeOf(db.query("select sluice.start_workflow($1, '{}', null, 'none')", [workflow])),
    ).toBe("SLNTF");
  });
});

describe("a wait", () => {
  test("lasts as long as its expression says, and runs nothing meanwhile", async ({ db }) => {
    const workflow = await workflowOf(
      db,
      [
        { id: "pause", type: "wait", data: { for: "{{ trigger.payload.pause }}" } },
        set("after", { at: "{{ steps.pause.output.due_at }}" }),
      ],
      ["start → pause", "pause:elapsed → after"],
    );
    const id = await pumped(db, workflow, { pause: "PT2H" });
    expect(await execution(db, id)).toMatchObject({ status: "waiting" });
    const [timer] = await db.query(
      `select round(extract(epoch from due_at - clock_timestamp()) / 60)::int as minutes
       from sluice_private.timers where execution_id = $1`,
      [id],
    );
    expect(timer).toEqual({ minutes: 120 });
    const worker = await new TestWorker(db.worker).register();
    await worker.pump();
    expect(await stepStatuses(db, id)).toEqual({ start: "completed", pause: "waiting" });
    await db.query("update sluice_private.timers set due_at = clock_timestamp()");
    await worker.pump();
    expect(await execution(db, id)).toMatchObject({
      status: "completed",
      output: { after: { at: expect.any(String) } },
    });
  });

  test("for what is no duration fails its execution", async ({ db }) => {
    const workflow = await workflowOf(
      db,
      [{ id: "pause", type: "wait", data: { for: "{{ trigger.payload.pause }}" } }],
      ["start → pause"],
    );
    expect(await execution(db, await pumped(db, workflow, { pause: "a while" }))).toMatchObject({
      status: "failed",
      error: { code: "SLEXP", node_id: "pause" },
    });
  });
});

describe("a cancel", () => {
  test("ends an execution that waits, one that is queued and one that runs", async ({ db }) => {
    const waiting = await workflowOf(
      db,
      [{ id: "a", type: "wait", data: { for: "1 hour" } }],
      ["start → a"],
    );
    const working = await workflowOf(db, [act("a")], ["start → a"]);
    const waits = await start(db, waiting);
    const runs = await start(db, working);
    const worker = await new TestWorker(db.worker).register();
    await leasesOf(worker, runs);
    await db.query("delete from sluice_private.workers");
    const queued = await start(db, working);
    await db.query("select sluice_private.advance_batch(10)");
    const pending = await start(db, working);
    for (const id of [waits, runs, queued, pending]) {
      const { status } = await execution(db, id);
      expect(status).not.toBe("cancelled");
      await db.query("select sluice.cancel_execution($1, 'stop')", [id]);
    }
    await db.query("select sluice_private.advance_batch(10)");
    for (const id of [waits, runs, queued, pending]) {
      expect(await execution(db, id)).toMatchObject({
        status: "cancelled",
        error: { class: "cancelled", message: "stop" },
      });
      const left = await footprint(db, id);
      for (const table of ["ready_steps", "step_leases", "waits", "timers", "frames", "arrivals"]) {
        expect(left[table]).toBeUndefined();
      }
      expect(await stepStatuses(db, id)).toMatchObject({ start: "completed", a: "cancelled" });
    }
  });
});

describe("a long line of pure steps", () => {
  const names = Array.from({ length: 1500 }, (_, index) => `s${index}`);
  const publishLine = async (db: TestDatabase) =>
    workflowOf(
      db,
      names.map((name) => set(name, {})),
      names.map((name, index) => `${index === 0 ? "start" : names[index - 1]} → ${name}`),
    );
  const advance = async (db: TestDatabase) => {
    const [row] = await db.query<{ n: number }>("select sluice_private.advance_batch(10) as n");
    await endScene(db);
    return row!.n;
  };

  test("goes on in another transaction when the fuel of one is spent", async ({ db }) => {
    const workflow = await publishLine(db);
    await db.query("update sluice.workflow_steps set follower = null");
    const id = await start(db, workflow);
    const doneAfter: number[] = [];
    while ((await advance(db)) !== 0) {
      doneAfter.push(Object.keys(await stepStatuses(db, id)).length);
    }
    expect(doneAfter).toEqual([501, 1001, 1501]);
    expect(await execution(db, id)).toMatchObject({ status: "completed" });
  });

  test("burns as much when it is fired in one go", async ({ db }) => {
    const workflow = await publishLine(db);
    const ids: string[] = [];
    while (ids.length < 8) ids.push(await start(db, workflow));
    const doneAfter: number[] = [];
    while ((await advance(db)) !== 0) {
      const [row] = await db.query<{ n: number }>(
        "select count(*)::int as n from sluice_private.execution_steps where execution_id = any ($1)",
        [ids],
      );
      doneAfter.push(row!.n);
    }
    expect(doneAfter).toHaveLength(2);
    expect(doneAfter[0]).toBeGreaterThan(9000);
    expect(doneAfter[0]).toBeLessThan(11_000);
    expect(doneAfter[1]).toBe(8 * 1501);
  });
});
