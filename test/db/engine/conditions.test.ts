import { describe } from "vitest";
import {
  foreach,
  makeDue,
  outputOf,
  scene,
  status,
  trace,
  within,
} from "../../support/containers.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  definition,
  manual,
  publish,
  start,
  stepStatuses,
  TestWorker,
  type Node,
} from "../../support/engine.ts";
import { emit, PAID } from "../../support/events.ts";
import { endExecutions, endScene, set } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await db.query("delete from sluice.workflow_variables");
  await endScene(db);
  await endExecutions(db);
});

const IN_STOCK = { when: "$.vars.stock > 0", every: "10 minutes" };
const wait = (data: object): Node => ({ id: "w", type: "wait", data: { ...data } });
const EDGES = ["start → w", "w → m", "w:met → met", "w:timeout → t"];
const NODES = (data: object) => [wait(data), set("m"), set("met"), set("t")];

/** Every organization has this much. */
const stock = (db: TestDatabase, value: unknown) =>
  db.query(
    `select sluice.set_variable('stock', $1, null, id) from sluice.organizations
     where id <> '00000000-0000-0000-0000-000000000000'`,
    [JSON.stringify(value)],
  );

/** Begins the wait; the variable is there before it is read. */
async function begin(db: TestDatabase, data: object, value: unknown = 0) {
  const { organizationId } = await createTenant(db);
  await db.query("select sluice.set_variable('stock', $1, null, $2)", [
    JSON.stringify(value),
    organizationId,
  ]);
  const draft = definition([manual, ...NODES({ timeout: "1 day", ...data })], EDGES);
  const id = await start(db, await publish(db, organizationId, draft));
  const worker = await new TestWorker(db.worker).register();
  await worker.pump();
  return { id, worker };
}

const look = (db: TestDatabase, id: string) =>
  db.query(
    `update sluice_private.timers set due_at = clock_timestamp()
     where execution_id = $1 and kind = 'poll'`,
    [id],
  );

/** In how many minutes the condition is looked at. */
async function nextLook(db: TestDatabase, id: string): Promise<number | undefined> {
  const [row] = await db.query<{ n: number }>(
    `select extract(epoch from due_at - clock_timestamp())::float8 as n
     from sluice_private.timers where execution_id = $1 and kind = 'poll'`,
    [id],
  );
  return row && Math.round(row.n / 60);
}

describe("a condition", () => {
  test("that holds ends the wait at once, on main and met", async ({ db }) => {
    const { id } = await begin(db, { condition: IN_STOCK }, 3);
    expect(await stepStatuses(db, id)).toMatchObject({
      ...{ w: "completed", m: "completed", met: "completed", t: "skipped" },
    });
    expect(await outputOf(db, id, "w")).toEqual({ met_at: expect.any(String) });
    expect(await db.query("select from sluice_private.timers")).toEqual([]);
  });

  test("is looked at again as often as it says, with the variables of then", async ({ db }) => {
    const { id, worker } = await begin(db, { condition: IN_STOCK });
    expect(await nextLook(db, id)).toBe(10);
    await look(db, id);
    await worker.drain();
    expect(await status(db, id)).toBe("waiting");
    expect(await nextLook(db, id)).toBe(10);
    await stock(db, 1);
    await worker.drain();
    expect(await status(db, id)).toBe("waiting");
    await look(db, id);
    await worker.drain();
    expect(await status(db, id)).toBe("completed");
    expect(await stepStatuses(db, id)).toMatchObject({ met: "completed", t: "skipped" });
  });

  test("is looked at each minute when nothing is said", async ({ db }) => {
    const { id } = await begin(db, { condition: { when: "$.vars.stock > 0" } });
    expect(await nextLook(db, id)).toBe(1);
  });

  test("may read now, and steps before it", async ({ db }) => {
    const soon = 'exists($.now ? (@.datetime() > "2020-01-01".datetime()))';
    const nodes = [
      set("a", { n: 1 }),
      wait({ condition: { when: `${soon} && $.steps.a.output.n == 1` } }),
    ];
    const { id } = await scene(db, nodes, ["start → a", "a → w"]);
    expect(await status(db, id)).toBe("completed");
  });

  test("that says nothing counts as false", async ({ db }) => {
    const { id } = await begin(db, { condition: IN_STOCK }, "many");
    expect(await status(db, id)).toBe("waiting");
  });

  for (const [what, ahead, met] of [
    ["before", "1 s", "completed"],
    ["with", "0 s", "completed"],
    ["after", "-1 s", "skipped"],
  ] as const) {
    test(`whose look was due ${what} the timeout: that came ${met === "completed" ? "first" : "too late"}`, async ({
      db,
    }) => {
      const { id, worker } = await begin(db, { condition: IN_STOCK, timeout: "1 h" });
      await stock(db, 1);
      await db.query(
        `update sluice_private.timers
         set due_at = now() - interval '1 minute'
           - case kind when 'poll' then $2::interval else '0' end
         where execution_id = $1`,
        [id, ahead],
      );
      await worker.drain();
      const t = met === "completed" ? "skipped" : "completed";
      expect(await stepStatuses(db, id)).toMatchObject({ met, t });
    });
  }

  test("that does not hold when the timeout comes has not been met", async ({ db }) => {
    const { id, worker } = await begin(db, { condition: IN_STOCK, timeout: "1 h" });
    await makeDue(db, id);
    await worker.drain();
    expect(await stepStatuses(db, id)).toMatchObject({ met: "skipped", t: "completed" });
    expect(await db.query("select from sluice_private.timers")).toEqual([]);
  });

  test("and an event: what came first ends the wait", async ({ db }) => {
    const data = { condition: IN_STOCK, events: [{ ...PAID, match: "7" }] };
    const { id, worker } = await begin(db, data);
    await emit(db, id, "7");
    await stock(db, 1);
    await worker.pump();
    await worker.drain();
    expect(await stepStatuses(db, id)).toMatchObject({ w: "completed", met: "skipped" });
    expect(await db.query("select from sluice_private.timers")).toEqual([]);
  });

  test("holds while the execution is paused", async ({ db }) => {
    const { id, worker } = await begin(db, { condition: IN_STOCK });
    await db.query("select sluice.pause_execution($1)", [id]);
    await worker.pump();
    await stock(db, 1);
    await look(db, id);
    await worker.drain();
    expect(await status(db, id)).toBe("paused");
    await db.query("select sluice.resume_execution($1)", [id]);
    await worker.drain();
    expect(await status(db, id)).toBe("completed");
  });

  test("in each item of a foreach is looked at for itself", async ({ db }) => {
    const nodes = [
      foreach("each", { concurrency: 2 }),
      ...within("each", wait({ condition: { when: "$.item == 1" }, timeout: "1 h" }), set("t")),
    ];
    const { id, worker } = await scene(db, nodes, ["start → each", "w:timeout → t"], [1, 2]);
    expect(await trace(db, id)).toEqual(
      expect.arrayContaining(["each[0].w completed", "each[1].w waiting"]),
    );
    await db.query("select sluice.cancel_execution($1)", [id]);
    await worker.drain();
    expect(await db.query("select from sluice_private.timers")).toEqual([]);
  });

  for (const every of ["5 s", "soon"]) {
    test(`every ${every} fails the step`, async ({ db }) => {
      const condition = { when: "$.trigger.payload.x == 1", every: "{{ trigger.payload.every }}" };
      const { id } = await scene(db, [wait({ condition })], ["start → w"], { every });
      expect(
        await db.query(
          "select error ->> 'message' as message from sluice.workflow_executions where id = $1",
          [id],
        ),
      ).toEqual([{ message: `${every} is not a duration of 10 seconds to 100 years` }]);
    });
  }
});
