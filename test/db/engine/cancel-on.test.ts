import { describe } from "vitest";
import {
  end,
  group,
  loop,
  makeDue,
  outputOf,
  scene,
  status,
  trace,
  within,
} from "../../support/containers.ts";
import { expect, test } from "../../support/database.ts";
import { execution, invariants } from "../../support/engine.ts";
import { emit } from "../../support/events.ts";
import { act, endExecutions, endScene, set } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await endScene(db);
});

const CANCEL = { name: "order.paid", match: "{{ trigger.payload.order }}" };
const nodes = (data: object = {}) => [
  group("g", { cancel_on: CANCEL, ...data }),
  ...within("g", act("a"), act("b"), set("c")),
  set("off"),
  set("on"),
];
const EDGES = ["start → g", "a → c", "b → c", "g:cancelled → off", "g → on"];

describe("a group's cancel_on", () => {
  test("cancels what is in it, and opens the port cancelled", async ({ db }) => {
    const { id, worker } = await scene(db, nodes(), EDGES, { order: 7 });
    const leases = await worker.begin();
    await worker.report(leases.slice(0, 1).map((lease) => [lease, {}]));
    await emit(db, id, "8");
    await worker.pump();
    expect(await trace(db, id)).toContain("g running");
    const event = await emit(db, id, "7", { why: "changed" });
    await worker.pump();
    expect(await trace(db, id)).toEqual([
      "g cancelled",
      `g[0].${leases[0]!.node_id} completed`,
      `g[0].${leases[1]!.node_id} cancelled`,
      "off completed",
      "on skipped",
    ]);
    expect(await outputOf(db, id, "g")).toMatchObject({
      event: { id: event.id, payload: { why: "changed" } },
    });
    const late = await worker.report([[leases[1]!, {}]]);
    expect(late).toMatchObject([{ verdict: "stale" }]);
    expect(await status(db, id)).toBe("completed");
    expect(await db.query("select from sluice_private.awaited_events")).toEqual([]);
  });

  test("ends a group that nobody asks about as cancelled, and what follows is skipped", async ({
    db,
  }) => {
    const { id, worker } = await scene(
      db,
      [group("g", { cancel_on: { name: "order.paid" } }), ...within("g", act("a")), set("on")],
      ["start → g", "g → on"],
    );
    await emit(db, id, null);
    await worker.pump();
    expect(await trace(db, id)).toEqual(["g cancelled", "g[0].a cancelled", "on skipped"]);
    expect(await execution(db, id)).toMatchObject({ status: "completed", error: null });
  });

  test.for([
    [undefined, "cancelled"],
    ["0", "running"],
  ] as const)("counts what came before, with inbox %s: %s", async ([inbox, expected], { db }) => {
    const cancel_on = { ...CANCEL, ...(inbox === undefined ? {} : { inbox }) };
    const { id, worker } = await scene(
      db,
      [{ id: "d", type: "wait", data: { for: "1 h" } }, ...nodes({ cancel_on })],
      ["start → d", "d → g", ...EDGES.slice(1)],
      { order: 7 },
    );
    await emit(db, id, "7");
    await worker.pump();
    await makeDue(db, id);
    await worker.pump();
    expect(await trace(db, id)).toContain(`g ${expected}`);
  });

  test("counts an event once for the iterations of a loop", async ({ db }) => {
    const { id, worker } = await scene(
      db,
      [
        loop("l", { until: "$.index == 1" }),
        ...within("l", group("g", { cancel_on: CANCEL })),
        ...within("g", act("a")),
      ],
      ["start → l"],
      { order: 7 },
    );
    await emit(db, id, "7");
    await worker.pump();
    expect(await trace(db, id)).toEqual([
      "l running",
      "l[0].g cancelled",
      "l[0].g[0].a cancelled",
      "l[1].g running",
      "l[1].g[0].a queued",
    ]);
    await worker.drain();
    expect(await status(db, id)).toBe("completed");
  });

  test.for([
    ["timed_out", "2 minutes"],
    ["cancelled", "30 seconds"],
  ] as const)("and a timeout: what came first wins, %s", async ([expected, ago], { db }) => {
    const { id, worker } = await scene(db, nodes({ timeout: "1 h", on_error: "continue" }), EDGES, {
      order: 7,
    });
    await emit(db, id, "7");
    await db.query(
      "update sluice.workflow_events set created_at = created_at - interval '1 minute'",
    );
    await db.query(
      `update sluice_private.timers set due_at = clock_timestamp() - $2::interval
       where execution_id = $1 and kind = 'timeout'`,
      [id, ago],
    );
    await worker.pump();
    expect(await trace(db, id)).toContain(`g ${expected}`);
    expect(await invariants(db)).toEqual([]);
  });

  test("waits while the execution is paused", async ({ db }) => {
    const { id, worker } = await scene(db, nodes(), EDGES, { order: 7 });
    await db.query("select sluice.pause_execution($1)", [id]);
    await worker.pump();
    await emit(db, id, "7");
    await worker.pump();
    expect(await trace(db, id)).toContain("g running");
    await db.query("select sluice.resume_execution($1)", [id]);
    await worker.pump();
    expect(await trace(db, id)).toContain("g cancelled");
  });

  test("leaves alone a group that was ended by hand", async ({ db }) => {
    const { id, worker } = await scene(db, nodes(), EDGES, { order: 7 });
    await db.query("select sluice.skip_step($1, 'g')", [id]);
    await worker.pump();
    await emit(db, id, "7");
    await worker.pump();
    expect(await trace(db, id)).toContain("g skipped");
    expect(await invariants(db)).toEqual([]);
  });

  test("fails the group if its match cannot be one", async ({ db }) => {
    const { id } = await scene(db, nodes(), EDGES, { order: { no: "key" } });
    expect(await execution(db, id)).toMatchObject({
      status: "failed",
      error: { class: "expression", node_id: "g" },
    });
  });
});

test("an end of the frame as cancelled opens the port, too", async ({ db }) => {
  const { id } = await scene(
    db,
    [
      group("g"),
      ...within("g", end("stop", { scope: "frame", status: "cancelled" })),
      ...[set("off"), set("on")],
    ],
    ["start → g", "g:cancelled → off", "g → on"],
  );
  expect(await trace(db, id)).toEqual([
    "g cancelled",
    "g[0].stop completed",
    "off completed",
    "on skipped",
  ]);
});
