import { expect, test, type TestDatabase } from "../../support/database.ts";
import {
  createTenant,
  defineTestAction,
  definition,
  execution,
  manual,
  publish,
  TestWorker,
} from "../../support/engine.ts";
import { act, codeOf, endScene, set } from "../../support/scenes.ts";

test.afterEach(async ({ db }) => {
  await endScene(db);
});

const nested = (levels: number) => "[".repeat(levels) + "1" + "]".repeat(levels);

/** `start → a`, and `a → b`, which reads all of it. */
async function workflow(db: TestDatabase, a: ReturnType<typeof set>): Promise<string> {
  await defineTestAction(db);
  const { organizationId } = await createTenant(db);
  const b = set("b", {}, { run_if: "exists($.steps.a.output.** ? (@ == 1))" });
  return publish(db, organizationId, definition([manual, a, b], ["start → a", "a → b"]));
}

const startText = (db: TestDatabase, id: string, text: string) =>
  db.query<{ id: string }>("select id from sluice.start_workflow($1, $2)", [id, text]);

const READS = [
  "{{ trigger.payload }}",
  "<{{ trigger.payload }}>",
  "{{ trigger.payload.** | length }}",
  "{{ trigger.payload | flatten | unique | json }}",
];

test.for(READS)("a value that is nested 4,990 deep is data for %s", async (x, { db }) => {
  const [row] = await startText(db, await workflow(db, set("a", { x })), nested(4990));
  await db.query("select sluice.tick()");
  expect(await execution(db, row!.id)).toMatchObject({ status: "completed", error: null });
});

test("an input that is nested 5,001 deep is refused", async ({ db }) => {
  const id = await workflow(db, set("a"));
  expect(await codeOf(startText(db, id, nested(5001)))).toBe("SLVAL");
});

test.for([5001, 16_000])(
  "an output that is nested %d deep fails its step",
  async (levels, { db }) => {
    const [row] = await startText(db, await workflow(db, act("a")), "{}");
    const worker = await new TestWorker(db.worker).register();
    await worker.pump();
    const [lease] = await worker.begin();
    await db.worker.query(
      `select sluice_private.complete_steps(
       $1, $2, array[$3::uuid], array[$4::uuid], array[$5::bigint], '{completed}', array[$6])`,
      [
        ...[worker.id, worker.epoch, lease!.organization_id, lease!.execution_id, lease!.token],
        nested(levels),
      ],
    );
    expect(await execution(db, row!.id)).toMatchObject({
      ...{ status: "failed", error: { class: "unreadable" } },
    });
  },
);

test("a definition that is nested more than 500 deep is refused", async ({ db }) => {
  const draft = (levels: number) =>
    `{"nodes":[{"id":"s","type":"trigger","data":{"trigger":"manual"}}],"edges":[],
      "viewport":${nested(levels)}}`;
  const text = "select code, path from sluice.validate_definition($1)";
  expect(await db.query(text, [draft(499)])).toEqual([]);
  expect(await db.query(text, [draft(500)])).toEqual([{ code: "too_large", path: "$" }]);
});
