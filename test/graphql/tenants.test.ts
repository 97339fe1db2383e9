import { readFileSync } from "node:fs";
import { buildSchema, isListType, isNonNullType, isObjectType, type GraphQLField } from "graphql";
import { describe } from "vitest";
import { ask, serveApi, signToken } from "../support/api.ts";
import { expect, test, type TestDatabase } from "../support/database.ts";
import {
  createTenant,
  defineTestAction,
  definition,
  manual,
  publish,
  start,
  TestWorker,
} from "../support/engine.ts";
import { leaveTraces } from "../support/hook-traces.ts";
import { act } from "../support/scenes.ts";

const BUILT_IN = "00000000-0000-0000-0000-000000000000";
const schema = buildSchema(readFileSync("generated/schema.graphql", "utf8"));
type Field = GraphQLField<unknown, unknown>;
const fields: Field[] = Object.values(schema.getQueryType()!.getFields());

function objectOf({ type }: Field) {
  const named = isNonNullType(type) ? type.ofType : type;
  return isObjectType(named) ? named.getFields() : {};
}

/** Lists of rows: `nodes` of something that has a global id. */
const lists = fields.filter((field) => {
  const { nodes } = objectOf(field);
  const list = nodes && (isNonNullType(nodes.type) ? nodes.type.ofType : nodes.type);
  const row = isListType(list) ? list.ofType : undefined;
  const type = isNonNullType(row) ? row.ofType : row;
  return isObjectType(type) && "globalId" in type.getFields();
});

/** An organization with a row in every list. */
async function fill(db: TestDatabase) {
  await defineTestAction(db);
  const { organizationId, userId, claims } = await createTenant(db);
  const log = { action: "log_activity", input: { description: "begun" } };
  const every = { trigger: "scheduled_time", config: { interval: "1 day" } };
  const asking = { trigger: "poll", config: { url: "http://a.example/" } };
  const workflowId = await publish(
    db,
    organizationId,
    definition(
      [
        manual,
        { id: "hook", type: "trigger", data: { trigger: "webhook_received" } },
        { id: "on", type: "trigger", data: { trigger: "event", config: { name: "on" } } },
        { id: "at", type: "trigger", data: every },
        { id: "polling", type: "trigger", data: asking },
        { id: "log", type: "action", data: log },
        act("a"),
        { id: "ask", type: "wait", data: { approval: { assignees: [userId] }, timeout: "1 h" } },
      ],
      [
        "start → log",
        "hook → log",
        "on → log",
        "at → log",
        "polling → log",
        "log → a",
        "start → ask",
      ],
    ),
  );
  await db.query(
    "insert into sluice.workflow_storage values ($1, gen_random_uuid(), 'past', 1, 1, now())",
    [organizationId],
  );
  await db.query("select sluice.set_variable('team', '1', null, $1)", [organizationId]);
  await db.query(
    `select sluice.set_calendar('de', 'UTC', '{ "mon": [{ "from": "09:00", "to": "17:00" }] }',
       organization_id => $1)`,
    [organizationId],
  );
  await db.query("select sluice.set_limit('all', concurrency => 99, organization_id => $1)", [
    organizationId,
  ]);
  const executionId = await start(db, workflowId);
  await db.query(`select sluice.start_bulk_operation('cancel', '{"ids": []}', '{}', $1)`, [
    organizationId,
  ]);
  await leaveTraces(db, workflowId);
  await db.query("select sluice.emit_event('on', organization_id => $1)", [organizationId]);
  await new TestWorker(db.worker).register().then((worker) => worker.drain());
  return { organizationId, workflowId, executionId, token: await signToken(claims) };
}

/** field → what tells rows apart. */
async function readLists(url: string, token: string): Promise<Map<string, string[]>> {
  const seen = new Map<string, string[]>();
  for (const { name } of lists) {
    const { data, errors } = await ask(url, token, `{ ${name} { nodes { globalId } } }`);
    expect(errors, name).toBeUndefined();
    const { nodes } = data![name] as { nodes: { globalId: string }[] };
    seen.set(
      name,
      nodes.map(({ globalId }) => globalId),
    );
  }
  return seen;
}

describe("the schema", () => {
  test("names relations by what they are, not by their columns", () => {
    const types = Object.values(schema.getTypeMap()).filter(isObjectType);
    const names = types
      .filter((type) => type !== schema.getQueryType())
      .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`));
    expect(names).toContain("WorkflowTrigger.schedule");
    expect(
      names.filter((name) => /By[A-Z]\w+And|\.organization(?:Workflow|Trigger)/.test(name)),
    ).toEqual([]);
  });
});

describe("another organization's rows", () => {
  test("are in no list, and under no id", async ({ db }) => {
    const [mine, other] = [await fill(db), await fill(db)];
    const { url, close } = await serveApi(db);
    try {
      const theirs = await readLists(url, other.token);
      expect([...theirs].filter(([, rows]) => rows.length === 0)).toEqual([]);
      const shared = new Set(
        [...theirs].flatMap(([name, rows]) => (name.endsWith("Definitions") ? rows : [])),
      );
      const seen = await readLists(url, mine.token);
      for (const [name, rows] of theirs) {
        const secret = rows.filter((id) => !shared.has(id));
        expect(
          secret.filter((id) => seen.get(name)!.includes(id)),
          name,
        ).toEqual([]);
        for (const id of secret) {
          const text = "query ($id: ID!) { node(globalId: $id) { globalId } }";
          const own = await ask(url, other.token, text, { id });
          expect(own.errors, `${name} ${id}`).toBeUndefined();
          expect(own.data!["node"]).not.toBeNull();
          expect((await ask(url, mine.token, text, { id })).data!["node"], name).toBeNull();
        }
      }
    } finally {
      await close();
    }
  });

  test("are found by no lookup, whatever its arguments", async ({ db }) => {
    const [mine, other] = [await fill(db), await fill(db)];
    const { url, close } = await serveApi(db);
    const [row] = await db.query<Record<string, string>>(
      `select w.id as "workflow", w.live_version_id as "workflowVersion", w.organization_id as "organization",
         (select id from sluice.workflow_triggers where workflow_id = w.id limit 1) as "workflowTrigger",
         (select id from sluice.webhook_registrations where workflow_id = w.id) as "webhookRegistration",
         (select id from sluice.scheduled_jobs where workflow_id = w.id) as "scheduledJob",
         (select id from sluice.workflow_polls where workflow_id = w.id) as "workflowPoll",
         (select id from sluice.webhook_refusals where organization_id = w.organization_id) as "webhookRefusal",
         (select id from sluice.webhook_tests where workflow_id = w.id) as "webhookTest",
         (select id from sluice.workflow_events where organization_id = w.organization_id limit 1) as "workflowEvent",
         (select id from sluice.workflow_trigger_firings where organization_id = w.organization_id limit 1) as "workflowTriggerFiring",
         (select id from sluice.workflow_approvals where organization_id = w.organization_id limit 1) as "workflowApproval",
         (select id from sluice.workflow_variables where organization_id = w.organization_id) as "workflowVariable",
         (select id from sluice.bulk_operations where organization_id = w.organization_id) as "bulkOperation",
         (select user_id from sluice.organization_members where organization_id = w.organization_id) as "user",
         $2 as "workflowExecution"
       from sluice.workflows as w where w.id = $1`,
      [other.workflowId, other.executionId],
    );
    try {
      const byId = fields
        .filter(({ args }) => args.length === 1 && args[0]!.name === "id")
        .map(({ name }) => name);
      expect(byId.sort()).toEqual(Object.keys(row!).sort());
      for (const name of byId) {
        const text = `query ($id: UUID!) { ${name}(id: $id) { id } }`;
        const variables = { id: row![name] };
        const found = (await ask(url, other.token, text, variables)).data;
        expect(found, name).toEqual({ [name]: { id: row![name] } });
        expect((await ask(url, mine.token, text, variables)).data, name).toEqual({ [name]: null });
      }
    } finally {
      await close();
    }
  });

  test("cannot be filtered out of what one sees, or reached through it", async ({ db }) => {
    const [mine, other] = [await fill(db), await fill(db)];
    const { url, close } = await serveApi(db);
    try {
      const text = `query ($o: UUID!) {
        workflowExecutions(filter: { organizationId: { equalTo: $o } }) { totalCount nodes { id } }
        workflowActionDefinitions { nodes { organizationId } }
        users { nodes { id memberships { nodes { organizationId } } } } }`;
      const { data } = await ask(url, mine.token, text, { o: other.organizationId });
      expect(data!["workflowExecutions"]).toEqual({ totalCount: 0, nodes: [] });
      const text2 = JSON.stringify(data);
      expect(text2).not.toContain(other.organizationId);
      expect(text2).toContain(mine.organizationId);
      expect(text2).toContain(BUILT_IN);
    } finally {
      await close();
    }
  });
});

describe("the schema", () => {
  test("has the functions as its only mutations, and none of the engine's columns", () => {
    expect(Object.keys(schema.getMutationType()!.getFields()).sort()).toEqual([
      "acquireQueueLock",
      ...["cancelBulkOperation", "cancelExecution", "cancelStep", "checkWorkflowRateLimit"],
      "completeStep",
      ...["createOrganization", "createWorkflow", "decideApproval", "delegateApproval"],
      ...["deleteCalendar", "emitEvent", "eraseExecution", "forgetCachedResults"],
      ...["getNextQueuedWorkflow", "listenForDelivery"],
      ...[
        "pauseExecution",
        "pauseOrganization",
        "pauseSchedule",
        "pollNow",
        "publishWorkflow",
        ...["redeliver", "redrive"],
        "releaseQueueLock",
        "removeLimit",
        "replayEvent",
        "resumeExecution",
        "resumeOrganization",
        "resumeSchedule",
        "retryExecution",
        "setCalendar",
        "setLimit",
        "setRetention",
        "setTriggerEnabled",
        "setVariable",
        "setWorkflowStatus",
        "simulateWorkflow",
        "skipStep",
        "startBulkOperation",
        "startWorkflow",
        "startWorkflows",
        "updateWorkflow",
      ],
    ]);
    const hidden = new Set(["xid", "token", "epoch", "crash", "handler", "rowId"]);
    for (const type of Object.values(schema.getTypeMap())) {
      if (!isObjectType(type) || type.name.startsWith("__")) continue;
      expect(
        Object.keys(type.getFields()).filter((name) => hidden.has(name)),
        type.name,
      ).toEqual([]);
    }
  });
});
