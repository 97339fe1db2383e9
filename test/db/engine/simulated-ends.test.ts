import { describe } from "vitest";
import { expect, test, type TestDatabase } from "../../support/database.ts";
import { call, draftOf, named, tenantOf } from "../../support/calls.ts";
import { loop, within } from "../../support/containers.ts";
import type { Node } from "../../support/engine.ts";
import { act, codeOf, endScene } from "../../support/scenes.ts";

test.afterEach(({ db }) => endScene(db));

async function draft(db: TestDatabase, nodes: Node[], edges: string[]): Promise<string> {
  const tenant = await tenantOf(db);
  await named(db, tenant, "child", [act("c")], ["start → c"]);
  return draftOf(db, tenant, "parent", nodes, edges);
}

const simulate = (db: TestDatabase, id: string, mocks: object, clock: string) =>
  db.query<{ status: string; output: unknown }>(
    "select status, output from sluice.simulate_workflow($1, '{}', $2, $3)",
    [id, JSON.stringify(mocks), clock],
  );

describe("a mock", () => {
  test.for([["error"], [["error", "x"]], ["port"]])(
    "that only says %j is an output",
    async ([mock], { db }) => {
      const id = await draft(db, [act("a"), call("c")], ["start → a", "a → c"]);
      const steps = await simulate(db, id, { a: [mock], c: [mock] }, "2026-03-01");
      expect(steps).toMatchObject([
        { status: "completed" },
        {},
        { status: "completed", output: mock },
        { status: "completed", output: mock },
      ]);
    },
  );
});

describe("the clock of a simulation", () => {
  test.for([["infinity"], ["-infinity"], ["10000-01-01"], ["0001-12-31 BC"], ["294276-12-31"]])(
    "does not begin at %s",
    async ([clock], { db }) => {
      const id = await draft(db, [act("a")], ["start → a"]);
      expect(await codeOf(simulate(db, id, {}, clock!))).toBe("SLVAL");
    },
  );

  test("ends before time does", async ({ db }) => {
    const id = await draft(
      db,
      [
        loop("l", { until: "1 == 2", max_iterations: 1000 }),
        ...within("l", { id: "w", type: "wait", data: { for: "100 years" } }),
      ],
      ["start → l"],
    );
    const [execution] = await simulate(db, id, {}, "9999-12-31");
    expect(execution).toMatchObject({ status: "waiting" });
  });
});
