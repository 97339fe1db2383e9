import { describe } from "vitest";
import { addCrowd, addWebhooks } from "../support/crowd.ts";
import { expect, test as base } from "../support/database.ts";
import { expectKeys, openScene, openSessions, type Scene } from "../support/doors.ts";
import { faultsOfReading, PlanRecorder } from "../support/plans.ts";

const CROWD = process.env["CI"] ? 1_000_000 : 100_000;

const test = base.extend("scene", { scope: "file" }, ({ db }): Promise<Scene> => openScene(db));

describe("the doors, in a session that planned while the tables were empty", () => {
  test("find every row by its key while they are empty", async ({ db, scene }) => {
    await expectKeys(db, scene);
  });

  test("find every row by its key among ten others", async ({ db, scene }) => {
    await addCrowd(db, scene.crowd, [1, 10]);
    await expectKeys(db, scene);
  });

  test(
    "find every row by its key among very many others",
    { timeout: 180_000 },
    async ({ db, scene }) => {
      await addCrowd(db, scene.crowd, [11, CROWD], [11, CROWD / 20]);
      await addWebhooks(db, scene.crowd, CROWD / 20);
      await expectKeys(db, scene);
    },
  );
});

describe("the doors, in a session that plans now", () => {
  test(
    "find every row by its key among very many others",
    { timeout: 180_000 },
    async ({ db, scene }) => {
      await expectKeys(db, { ...scene, sessions: await openSessions(db) });
    },
  );

  test(
    "find every row by its key when very many others are known",
    { timeout: 180_000 },
    async ({ db, scene }) => {
      await db.query("analyze");
      await expectKeys(db, { ...scene, sessions: await openSessions(db) });
      await expectKeys(db, scene);
    },
  );
});

const OF_ONE = "organization_id = $1 and execution_id = $2";
const QUESTIONS: [
  question: string,
  text: string,
  values: (scene: Scene, id: string) => string[],
][] = [
  [
    "an execution by its id",
    "select * from sluice.workflow_executions where id = $1",
    (_, id) => [id],
  ],
  [
    "the newest 50 executions of an organization",
    `select id, status from sluice.workflow_executions
       where organization_id = $1 order by id desc limit 50`,
    ({ crowd }) => [crowd.organizationId],
  ],
  [
    "the newest 50 executions of a workflow",
    `select id, status from sluice.workflow_executions
       where organization_id = $1 and workflow_id = $2 order by id desc limit 50`,
    ({ crowd }) => [crowd.organizationId, crowd.workflowId],
  ],
  [
    "the newest 50 executions of all one's organizations",
    "select id, status from sluice.workflow_executions order by id desc limit 50",
    () => [],
  ],
  [
    "the steps of an execution by its id alone",
    "select * from sluice.workflow_execution_steps where execution_id = $1 order by step_no",
    (_, id) => [id],
  ],
  ...["workflow_execution_steps", "workflow_step_attempts", "workflow_execution_logs"].map(
    (relation): (typeof QUESTIONS)[number] => [
      `the ${relation} of an execution`,
      `select * from sluice.${relation} where ${OF_ONE}`,
      ({ crowd }, id) => [crowd.organizationId, id],
    ],
  ),
  [
    "the newest 50 events",
    "select id from sluice.workflow_events where organization_id = $1 order by id desc limit 50",
    ({ crowd }) => [crowd.organizationId],
  ],
];

describe("a member, under row-level security, among very many rows", () => {
  test.for(QUESTIONS)("reads only %s", async ([, text, values], { db, scene }) => {
    const session = await db.session();
    await session.query("select set_config('jwt.claims.sub', $1, false)", [scene.userId]);
    const recorder = await PlanRecorder.over(session);
    await session.query("set role sluice_member");
    const [last] = await db.query<{ id: string }>(
      `select id from sluice_private.executions
       where status = 'completed' and depth = 0 and workflow_id = $1 order by id desc limit 1`,
      [scene.crowd.workflowId],
    );
    const { rowCount } = await session.query(text, values(scene, last!.id));
    expect(rowCount).toBeGreaterThan(0);
    const statements = recorder.take().filter((statement) => statement.query === text);
    expect(statements).toHaveLength(1);
    expect(statements.flatMap(faultsOfReading)).toEqual([]);
  });
});

describe("find_webhook", () => {
  test.for(["key-500", "slug/path-500"])("finds %s by its index", async (path, { db, scene }) => {
    const session = await db.session();
    const recorder = await PlanRecorder.over(session);
    const [organization] = await db.query<{ slug: string }>(
      "select slug from sluice.organizations where id = $1",
      [scene.crowd.organizationId],
    );
    const { rowCount } = await session.query("select * from sluice_private.find_webhook($1)", [
      path.replace("slug", organization!.slug),
    ]);
    expect(rowCount).toBe(1);
    const statements = recorder.take();
    expect(statements.length).toBeGreaterThan(0);
    expect(statements.flatMap(faultsOfReading)).toEqual([]);
  });
});
