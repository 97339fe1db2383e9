import { describe } from "vitest";
import { approvalsOf, ask, begin, decide } from "../../support/approvals.ts";
import { foreach, group, status, within } from "../../support/containers.ts";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { endExecutions, endScene, set } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
  await endExecutions(db);
});

const states = async (db: TestDatabase, id: string) =>
  (await approvalsOf(db, id)).map((approval) => approval.status);
const due = (db: TestDatabase, id: string, kind: string) =>
  db.query(
    `update sluice_private.timers set due_at = clock_timestamp()
     where execution_id = $1 and kind = $2`,
    [id, kind],
  );

describe("an approval is closed", () => {
  test("when the container around it runs into its timeout", async ({ db }) => {
    const nodes = [
      group("box", { timeout: "10 minutes" }),
      ...within("box", ask({})),
      set("after"),
    ];
    const edges = ["start → box", "box:error → after"];
    const { id, worker } = await begin(db, {}, { nodes, edges });
    await due(db, id, "timeout");
    await worker.drain();
    expect(await states(db, id)).toEqual(["cancelled"]);
    expect(await status(db, id)).toBe("completed");
  });

  test("when a join no longer waits for it", async ({ db }) => {
    const first = { join: { kind: "quorum", n: 1, rest: "cancel" } };
    const nodes = [
      { ...ask({}), id: "one" },
      { ...ask({}), id: "two" },
      set("first", {}, first),
      { id: "long", type: "wait", data: { for: "1 day" } },
    ];
    const edges = ["start → one", "start → two", "start → long", "one → first", "two → first"];
    const { id, worker, people } = await begin(db, {}, { nodes, edges });
    const [one] = await approvalsOf(db, id);
    await decide(db, people[0]!, one!.id, "approved");
    await worker.drain();
    expect((await states(db, id)).sort()).toEqual(["approved", "cancelled"]);
    expect(await status(db, id)).toBe("waiting");
  });

  test("when enough items of its foreach have completed", async ({ db }) => {
    const data = {
      items: "{{ trigger.payload.people }}",
      ...{ concurrency: 3, completion: 1, rest: "cancel" },
    };
    const nodes = [foreach("each", data), ...within("each", ask({ assignees: ["{{ item }}"] }))];
    const { id, worker, people } = await begin(db, {}, { nodes, edges: ["start → each"] });
    const approvals = await approvalsOf(db, id);
    await decide(db, people[1]!, approvals[1]!.id, "rejected");
    await worker.drain();
    expect(await states(db, id)).toEqual(["cancelled", "rejected", "cancelled"]);
    expect(await status(db, id)).toBe("completed");
  });

  test("when the execution runs into its timeout", async ({ db }) => {
    const { id, worker } = await begin(db);
    await db.query(
      `insert into sluice_private.timers (organization_id, execution_id, frame_id, step_no, kind, due_at)
       select organization_id, id, 0, 0, 'deadline', clock_timestamp()
       from sluice_private.live_executions where id = $1`,
      [id],
    );
    await worker.drain();
    expect(await status(db, id)).toBe("timed_out");
    expect(await states(db, id)).toEqual(["cancelled"]);
  });
});
