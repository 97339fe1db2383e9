import { describe } from "vitest";
import { foreach, group, status, within } from "../../support/containers.ts";
import { expect, test } from "../../support/database.ts";
import { fail, retry, run, stepsOf } from "../../support/retries.ts";
import { begin, undoable } from "../../support/sagas.ts";
import { act, endExecutions, endScene } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endExecutions(db);
  await endScene(db);
});

describe("a retry of what has been undone", () => {
  test.for([
    ["foreach", foreach("c"), ["a", "a"]],
    ["group", group("c"), ["a"]],
  ] as const)("runs it again in a %s that had completed", async ([, container, again], { db }) => {
    const { id, worker } = await begin(
      db,
      [container, ...within("c", undoable("a"), act("b")), act("boom")],
      ["start → c", "a → b", "c → boom"],
      { compensate: true },
    );
    await run(db, worker, fail("boom"));
    await retry(db, id);
    expect(await run(db, worker)).toEqual([...again, "boom"]);
    expect(await status(db, id)).toBe("completed");
    expect(await stepsOf(db, id, 1)).toContain("c[0].b kept 0");
  });

  test("keeps what could not be undone", async ({ db }) => {
    const { id, worker } = await begin(
      db,
      [undoable("a"), undoable("b"), undoable("c"), act("boom")],
      ["start → a", "a → b", "b → c", "c → boom"],
      { compensate: true },
    );
    await run(db, worker, fail("boom", "b:compensate"));
    await retry(db, id);
    expect(await run(db, worker, fail("boom"))).toEqual([
      ...["a:compensate", "b:compensate", "boom", "c", "c:compensate"],
    ]);
    expect(await stepsOf(db, id, 1)).toContain("b kept 0");
  });

  test("undoes what is inside the containers that it has kept, last first", async ({ db }) => {
    const { id, worker } = await begin(
      db,
      [
        foreach("each"),
        ...within("each", undoable("a")),
        group("g"),
        ...within("g", undoable("b"), undoable("c")),
        undoable("r"),
        act("boom"),
      ],
      ["start → each", "each → g", "b → c", "g → r", "r → boom"],
      { compensate: true },
    );
    await run(db, worker);
    await retry(db, id, { node_id: "boom" });
    expect(await run(db, worker, fail("boom"))).toEqual([
      ...["a:compensate", "a:compensate", "b:compensate", "boom", "c:compensate", "r:compensate"],
    ]);
    const rows = await db.query(
      `select node_id, frame_path from sluice.workflow_execution_steps
       where execution_id = $1 and type = 'compensation' order by finished_at, frame_id`,
      [id],
    );
    expect(rows.map((row) => `${row["frame_path"] ?? ""} ${row["node_id"]}`)).toEqual([
      " r:compensate",
      "g[0] c:compensate",
      "g[0] b:compensate",
      "each[1] a:compensate",
      "each[0] a:compensate",
    ]);
  });

  test("undoes each iteration under a key of its own", async ({ db }) => {
    const { id, worker } = await begin(
      db,
      [foreach("each"), ...within("each", undoable("a")), act("boom")],
      ["start → each", "each → boom"],
      { compensate: true },
    );
    await run(db, worker);
    await retry(db, id, { node_id: "boom" });
    const ran = await worker.drain(fail("boom"));
    expect(new Set(ran.map((lease) => lease.idempotency_key)).size).toBe(3);
  });

  test("undoes a step once whose container's id begins like another's path", async ({ db }) => {
    const { id, worker } = await begin(
      db,
      [
        ...[group("g"), ...within("g", undoable("a"))],
        ...[group("g[0"), ...within("g[0", undoable("b"))],
        act("boom"),
      ],
      ["start → g", "g → g[0", "g[0 → boom"],
      { compensate: true },
    );
    await run(db, worker);
    await retry(db, id, { node_id: "boom" });
    expect(await run(db, worker, fail("boom"))).toEqual(["a:compensate", "b:compensate", "boom"]);
  });

  test("leaves alone a container whose id begins like the path of one that is", async ({ db }) => {
    const { id, worker } = await begin(
      db,
      [
        ...[group("g"), ...within("g", act("a"))],
        ...[group("g[0"), ...within("g[0", act("b"), act("c"))],
      ],
      ["start → g", "start → g[0", "b → c"],
    );
    await run(db, worker, fail("c"));
    await retry(db, id, { node_id: "g" });
    expect(await run(db, worker)).toEqual(["a", "c"]);
  });
});
