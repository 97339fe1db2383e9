import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { execution, start, stepStatuses, TestWorker, type Node } from "../../support/engine.ts";
import {
  end,
  foreach,
  group,
  loop,
  makeDue,
  outputOf,
  scene,
  within,
} from "../../support/containers.ts";
import { act, endExecutions, endScene, leasesOf, set, workflowOf } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await endScene(db);
});

const NO = "x{{ steps.a.output.nothing }}";

/** Reports what a is to have given, in an execution of these nodes. */
async function reported(db: TestDatabase, data: object, body: unknown, ...more: Node[]) {
  const edges = more.map(({ id }) => (id === "caught" ? "a:error → caught" : `a → ${id}`));
  const id = await start(
    db,
    await workflowOf(db, [act("a", data), ...more], ["start → a", ...edges]),
    { n: 1 },
  );
  const worker = await new TestWorker(db.worker).register();
  await worker.report((await leasesOf(worker, id)).map((lease) => [lease, body]));
  return { id, worker };
}

const caught = set("caught", { class: "{{ steps.a.output.error.class }}" });

describe("an output", () => {
  test("replaces what a worker's step has given", async ({ db }) => {
    const output = { was: "{{ steps.a.output.deep.n }}", from: "{{ trigger.payload.n }}" };
    const { id } = await reported(
      db,
      { output },
      { deep: { n: 7 }, junk: 1 },
      set("b", { got: "{{ steps.a.output.was }}" }),
    );
    expect(await outputOf(db, id, "a")).toEqual({ was: 7, from: 1 });
    expect(await execution(db, id)).toMatchObject({ output: { b: { got: 7 } } });
  });

  test("may be anything, also null", async ({ db }) => {
    for (const [output, given] of [
      [null, null],
      ["{{ steps.a.output }}", { n: 1 }],
      ["n is {{ steps.a.output.n }}", "n is 1"],
      [7, 7],
    ] as const) {
      const { id } = await reported(db, { output }, { n: 1 });
      expect(await outputOf(db, id, "a")).toEqual(given);
      expect((await execution(db, id)).status).toBe("completed");
    }
  });

  test("that cannot be made fails the step, without another attempt", async ({ db }) => {
    const { id } = await reported(db, { output: NO, retry: { max_attempts: 5 } }, {}, caught);
    expect(await outputOf(db, id, "caught")).toEqual({ class: "expression" });
    const other = await reported(db, { output: NO }, {});
    expect(await execution(db, other.id)).toMatchObject({
      status: "failed",
      error: { class: "expression", node_id: "a" },
    });
  });

  test("is not made of a failure, nor for a step that a hand has completed", async ({ db }) => {
    const { id } = await reported(
      db,
      { output: { made: true }, on_error: "continue" },
      { error: { class: "http", message: "no" } },
    );
    expect(await outputOf(db, id, "a")).toHaveProperty("error");
    const byHand = await start(
      db,
      await workflowOf(db, [act("a", { output: { made: true } })], ["start → a"]),
    );
    await db.query("select sluice_private.advance_batch(1000)");
    await db.query(`select sluice.complete_step($1, 'a', '{"by": "hand"}')`, [byHand]);
    await db.query("select sluice_private.advance_batch(1000)");
    expect(await outputOf(db, byHand, "a")).toEqual({ by: "hand" });
  });

  test("is made of what a cache has, which keeps what the action gave", async ({ db }) => {
    const cache = { ttl: "1 hour", key: "k" };
    const output = { n: "{{ steps.a.output.n | plus(1) }}" };
    const workflow = await workflowOf(db, [act("a", { cache, output })], ["start → a"]);
    const first = await start(db, workflow);
    const worker = await new TestWorker(db.worker).register();
    await worker.report((await leasesOf(worker, first)).map((lease) => [lease, { n: 1 }]));
    const second = await start(db, workflow);
    await worker.pump();
    expect(await outputOf(db, first, "a")).toEqual({ n: 2 });
    expect(await outputOf(db, second, "a")).toEqual({ n: 2 });
  });

  test("belongs to steps that the engine runs, and may read the item", async ({ db }) => {
    const { id } = await scene(
      db,
      [
        set("a", { n: 1 }, { output: { n: "{{ steps.a.output.n | plus(1) }}" } }),
        {
          id: "c",
          type: "choice",
          data: {
            default: "other",
            cases: [{ port: "two", when: "$.steps.a.output.n == 2" }],
            output: "{{ steps.c.output.ports[0] }}",
          },
        },
        { id: "m", type: "join", data: { output: { went: "{{ steps.m.output.c }}" } } },
        foreach("each", {
          collect: "{{ steps.in.output }}",
          output: "{{ steps.each.output.items }}",
        }),
        ...within("each", set("in", {}, { output: "{{ item }}" })),
        loop("l", { until: "1 == 1", output: { rounds: "{{ steps.l.output.iterations }}" } }),
        ...within("l", set("x")),
        group("g", { output: "{{ steps.g.output.y.by }}" }),
        ...within("g", set("y")),
        foreach("none", { items: [], output: "{{ steps.none.output.total }}" }),
        ...within("none", set("z")),
        end("stop", { scope: "branch", output: "{{ steps.m.output.went }}" }),
      ],
      [
        ...["start → a", "a → c", "c:two → m", "m → each", "each → l", "l → g", "g → none"],
        ...["none → stop"],
      ],
      [5, 6],
    );
    const outputs: Record<string, unknown> = {};
    for (const node of ["a", "c", "m", "each", "l", "g", "none"]) {
      outputs[node] = await outputOf(db, id, node);
    }
    expect(outputs).toEqual({
      ...{ a: { n: 2 }, c: "two", m: { went: "two" }, each: [5, 6], l: { rounds: 1 }, g: "y" },
      none: 0,
    });
    expect(await execution(db, id)).toMatchObject({ status: "completed", output: "two" });
  });

  test("of a container that cannot be made takes its error port", async ({ db }) => {
    const { id } = await scene(
      db,
      [
        group("g", { output: "x{{ steps.g.output.nothing }}" }),
        ...within("g", set("y")),
        set("caught", { class: "{{ steps.g.output.error.class }}" }),
      ],
      ["start → g", "g:error:expression → caught"],
    );
    expect(await outputOf(db, id, "caught")).toEqual({ class: "expression" });
  });

  test("of a container that cannot be made ends it: its rest, and what it has done", async ({
    db,
  }) => {
    const nothing = { output: "x{{ steps.c.output.nothing }}", on_error: "continue" };
    const rest = await scene(
      db,
      [
        foreach("c", { ...nothing, concurrency: 2, completion: 1, rest: "keep" }),
        ...within("c", { id: "w", type: "wait", data: { for: "1 day", run_if: "$.item == 1" } }),
      ],
      ["start → c"],
      [1, 2],
    );
    expect(await execution(db, rest.id)).toMatchObject({ status: "completed" });
    const undone = await scene(
      db,
      [
        group("c", { ...nothing, compensate: true }),
        ...within("c", set("a", {}, { compensate: { action: "data.set", input: { undo: 1 } } })),
      ],
      ["start → c"],
    );
    expect(await stepStatuses(db, undone.id)).toMatchObject({
      ...{ c: "failed", "a:compensate": "completed" },
    });
  });

  test("replaces that of a wait, however it ends", async ({ db }) => {
    const data = {
      timeout: "1 day",
      events: [{ port: "paid", name: "paid", match: "{{ trigger.payload.n }}" }],
      output: { event: "{{ steps.a.output.event.payload }}" },
    };
    const workflow = await workflowOf(
      db,
      [{ id: "a", type: "wait", data }, set("in time"), set("late")],
      ["start → a", "a:paid → in time", "a:timeout → late"],
    );
    const id = await start(db, workflow, { n: "7" });
    await db.query("select sluice_private.advance_batch(1000)");
    await makeDue(db, id);
    await db.query("select sluice_private.advance_batch(1000)");
    expect(await outputOf(db, id, "a")).toEqual({ event: null });
    expect(await execution(db, id)).toMatchObject({ output: { late: { by: "late" } } });

    const bad: Node[] = [
      { id: "a", type: "wait", data: { for: "1 day", output: NO } },
      set("caught", { class: "{{ steps.a.output.error.class }}" }),
    ];
    for (const [edges, status] of [
      [["start → a", "a:error → caught"], "completed"],
      [["start → a", "a → caught"], "failed"],
    ] as const) {
      const one = await start(db, await workflowOf(db, bad, [...edges]));
      await db.query("select sluice_private.advance_batch(1000)");
      await makeDue(db, one);
      await db.query("select sluice_private.advance_batch(1000)");
      expect((await execution(db, one)).status).toBe(status);
    }
  });

  test("leaves a step out of the short way from one worker's step to the next", async ({ db }) => {
    const workflow = await workflowOf(
      db,
      [act("a"), act("b", { output: "{{ steps.b.output.n }}" }), act("c")],
      ["start → a", "a → b", "b → c"],
    );
    const rows = await db.query(
      `select step.node_id from sluice_private.step_successors as step
       inner join sluice.workflows as w on w.live_version_id = step.version_id
       where w.id = $1 and step.type = 'action' order by 1`,
      [workflow],
    );
    expect(rows).toEqual([{ node_id: "a" }, { node_id: "c" }]);
  });
});
