import { describe } from "vitest";
import { foreach, scene, status, trace, within } from "../../support/containers.ts";
import { expect, test } from "../../support/database.ts";
import { invariants, reportLast } from "../../support/engine.ts";
import { emit, PAID } from "../../support/events.ts";
import { act, endExecutions, endScene, leasesOf, set } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await endScene(db);
});

const wait = { id: "w", type: "wait", data: { events: [{ ...PAID, match: "k" }] } };
const each = foreach("each", { items: [1] });
const END = "select sluice.complete_step($1, $2, null, $3)";

describe("a container that is ended by hand", () => {
  test("ends what an event lets go on at the same moment", async ({ db }) => {
    const { id, worker } = await scene(
      db,
      [each, ...within("each", wait, act("b")), set("z")],
      ["start → each", "w → b", "each → z"],
    );
    await emit(db, id, "k");
    await db.query("select sluice_private.match_events(500)");
    await db.query(END, [id, "each", null]);
    await worker.pump();
    expect(await trace(db, id)).toEqual(["each completed", "each[0].w cancelled", "z completed"]);
    expect(await status(db, id)).toBe("completed");
  });

  test("ends what is ended by hand in it at the same moment", async ({ db }) => {
    const { id, worker } = await scene(
      db,
      [each, ...within("each", act("a"), act("b")), set("z")],
      ["start → each", "a → b", "each → z"],
    );
    await db.query(END, [id, "a", "each[0]"]);
    await db.query(END, [id, "each", null]);
    await worker.pump();
    expect(await trace(db, id)).toEqual(["each completed", "each[0].a cancelled", "z completed"]);
  });

  test("ends what was put off by a pause", async ({ db }) => {
    const { id, worker } = await scene(
      db,
      [each, ...within("each", act("a"), act("b")), set("z")],
      ["start → each", "a → b", "each → z"],
    );
    const [a] = await leasesOf(worker, id);
    await db.query("select sluice.pause_execution($1)", [id]);
    await worker.pump();
    await worker.report([[a!, {}]]);
    await db.query("select sluice.resume_execution($1)", [id]);
    await db.query("select sluice_private.advance_batch(500)");
    await db.query(END, [id, "each", null]);
    await worker.pump();
    expect(await trace(db, id)).toEqual(["each completed", "each[0].a completed", "z completed"]);
  });

  test("is left as it is when it has ended meanwhile and keeps its rest", async ({ db }) => {
    const two = foreach("each", { items: [1, 2], concurrency: 2, completion: 1, rest: "keep" });
    const { id, worker } = await scene(
      db,
      [two, ...within("each", act("a")), set("z")],
      ["start → each", "each → z"],
    );
    const [first, second] = await worker.begin();
    await db.query("select sluice.cancel_step($1, 'each')", [id]);
    await reportLast(db, worker, [[first!, {}]]);
    await worker.pump();
    expect(await invariants(db)).toEqual([]);
    expect(await reportLast(db, worker, [[second!, {}]])).toMatchObject([{ verdict: "recorded" }]);
    await worker.pump();
    expect(await trace(db, id)).toEqual([
      ...["each completed", "each[0].a completed", "each[1].a completed", "z completed"],
    ]);
    expect(await status(db, id)).toBe("completed");
  });
});
