import { describe, onTestFinished, vi } from "vitest";
import {
  ExecutionChangedDocument,
  ExecutionsChangedDocument,
  WorkflowsChangedDocument,
  type ExecutionsChangedSubscription,
} from "../../generated/graphql/graphql.ts";
import { serveApi, type TestApi } from "../support/api.ts";
import { scene } from "../support/changes.ts";
import { expect, test as base, type Claims, type TestDatabase } from "../support/database.ts";
import { createTenant, definition, manual, publish, start } from "../support/engine.ts";
import { act } from "../support/scenes.ts";
import { followAs } from "../support/subscriptions.ts";

const test = base.extend("api", { scope: "file" }, async ({ db }, { onCleanup }) => {
  const api: TestApi = await serveApi(db);
  onCleanup(() => api.close());
  return api;
});

type Variables = { workflowId?: string; organizationId?: string; after?: string };

async function follow(api: TestApi, claims: Claims, variables: Variables = {}) {
  const followed = await followAs(api.url, claims, ExecutionsChangedDocument, variables);
  onTestFinished(() => followed.leave());
  return followed;
}

/** The status of an execution as it was told last. */
const told = (events: ExecutionsChangedSubscription[], id: string) =>
  events
    .flatMap((event) => event.executionsChanged!.executions)
    .findLast((execution) => execution?.id === id)?.status;

/**
 * Of a reset that came later as well: a transaction that was open when the watch began, be it in
 * another file's database, ends as one, and it stands for what has changed until then.
 */
function isTold(events: ExecutionsChangedSubscription[], id: string, status: string): boolean {
  const last = events.findLastIndex(({ executionsChanged }) =>
    executionsChanged!.executions.some((execution) => execution?.id === id),
  );
  const reset = events.findLastIndex(({ executionsChanged }) => executionsChanged!.isReset);
  return told(events, id) === status || reset > Math.max(last, 0);
}

/** What the backends of the API are connected as; another file's are in another database. */
const endBackends = (db: TestDatabase) =>
  db.query<{ name: string }>(
    `select application_name as name, pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name like 'sluice api%'`,
  );

/** Until nobody is under way, in any database of the server, who may not have noted changes. */
async function allNote(db: TestDatabase, organizationId: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const unsettled = await db.query(
        `select from sluice_private.watched_scopes
         where organization_id = $1
           and coalesce(settled_xid > pg_snapshot_xmin(pg_current_snapshot()), true)`,
        [organizationId],
      );
      expect(unsettled).toEqual([]);
    },
    { timeout: 15_000, interval: 50 },
  );
}

describe("executionsChanged", () => {
  test("begins with a reset, and then tells each execution as it changes", async ({ db, api }) => {
    const { claims, workflow, worker } = await scene(db);
    const followed = await follow(api, claims);
    await followed.until((events) => events.length > 0);
    expect(followed.events[0]!.executionsChanged).toMatchObject({ isReset: true, executions: [] });
    const ids = [await start(db, workflow), await start(db, workflow)];
    await followed.until((events) => ids.every((id) => isTold(events, id, "pending")));
    await worker.drain();
    await followed.until((events) => ids.every((id) => isTold(events, id, "completed")));
  });

  test("goes on for longer than a query may take", async ({ db }) => {
    // the others' clock does not jump
    const api = await serveApi(db);
    onTestFinished(() => api.close());
    const { claims, workflow } = await scene(db);
    const followed = await follow(api, claims);
    await followed.until((events) => events.length > 0);
    const now = performance.now.bind(performance);
    const clock = vi.spyOn(performance, "now").mockImplementation(() => now() + 3_600_000);
    onTestFinished(() => clock.mockRestore());
    const id = await start(db, workflow);
    await followed.until((events) => isTold(events, id, "pending"));
  });

  test("of a workflow tells nothing of another one", async ({ db, api }) => {
    const { organizationId, claims, workflow, worker } = await scene(db);
    const draft = definition([manual, act("a")], ["start → a"]);
    const other = await publish(db, organizationId, draft);
    const followed = await follow(api, claims, { workflowId: workflow });
    await followed.until((events) => events.length > 0);
    const [apart, id] = [await start(db, other), await start(db, workflow)];
    await worker.drain();
    await followed.until((events) => isTold(events, id, "completed"));
    expect(told(followed.events, apart)).toBeUndefined();
  });

  test("tells nothing of another organization, to whom it belongs no more either", async ({
    db,
    api,
  }) => {
    const [ours, theirs] = [await scene(db), await scene(db)];
    const foreign = [{ organizationId: theirs.organizationId }, { workflowId: theirs.workflow }];
    for (const variables of foreign) {
      const refused = await follow(api, ours.claims, variables);
      await refused.over;
      expect(refused.error).toMatchObject({ code: "SLNTF" });
      expect(refused.events).toEqual([]);
    }
    const posing = await follow(api, { ...ours.claims, org: theirs.organizationId });
    await posing.over;
    expect(posing.error).toMatchObject({ code: "SLNTF" });

    const [mine, yours] = [await follow(api, ours.claims), await follow(api, theirs.claims)];
    for (const each of [mine, yours]) await each.until((events) => events.length > 0);
    const [id, other] = [await start(db, ours.workflow), await start(db, theirs.workflow)];
    await ours.worker.drain();
    await mine.until((events) => isTold(events, id, "completed"));
    await yours.until((events) => isTold(events, other, "completed"));
    expect(told(mine.events, other)).toBeUndefined();
    expect(told(yours.events, id)).toBeUndefined();

    await db.query("delete from sluice.organization_members where user_id = $1", [ours.userId]);
    await mine.over;
    expect(mine.error).toMatchObject({ code: "SLNTF" });
    const seen = mine.events.length;
    const late = await start(db, ours.workflow);
    await start(db, theirs.workflow);
    await theirs.worker.drain();
    await yours.until((events) => events.length > 0);
    expect(mine.events).toHaveLength(seen);
    expect(told(mine.events, late)).toBeUndefined();
  });

  test("goes on from a cursor: what was missed is told once, and nothing else", async ({
    db,
    api,
  }) => {
    const { claims, workflow, worker } = await scene(db);
    const first = await follow(api, claims);
    await first.until((events) => events.length > 0);
    await allNote(db, claims.org);
    const id = await start(db, workflow);
    await worker.drain();
    await first.until((events) => isTold(events, id, "completed"));
    const { cursor } = first.events.at(-1)!.executionsChanged!;
    await first.leave();
    const missed = [await start(db, workflow), await start(db, workflow)];
    await worker.drain();
    const again = await follow(api, claims, { after: cursor });
    await again.until((events) => missed.every((each) => isTold(events, each, "completed")));
    const next = await start(db, workflow);
    await again.until((events) => isTold(events, next, "pending"));
    const ids = again.events
      .flatMap(({ executionsChanged }) => executionsChanged!.executions)
      .map((execution) => execution!.id)
      // what was told of it may have been newer than the cursor
      .filter((each) => each !== id);
    expect(ids.toSorted()).toEqual([...missed, next].toSorted());
    expect(again.events.some(({ executionsChanged }) => executionsChanged!.isReset)).toBe(false);
  });

  test("with a cursor that nobody knows begins with a reset", async ({ db, api }) => {
    const { claims } = await scene(db);
    for (const after of ["", "no cursor", "1:1:"]) {
      const followed = await follow(api, claims, { after });
      await followed.until((events) => events.length > 0);
      expect(followed.events[0]!.executionsChanged!.isReset).toBe(true);
    }
  });

  test("loses nothing when all connections to the database are lost", async ({ db, api }) => {
    const { claims, workflow, worker } = await scene(db);
    const followed = await follow(api, claims);
    await followed.until((events) => events.length > 0);
    const before = await start(db, workflow);
    const ended = await endBackends(db);
    expect(ended.length).toBeGreaterThan(0);
    const after = await start(db, workflow);
    await worker.drain();
    const [first, second] = [before, after];
    await followed.until((events) => [first, second].every((id) => told(events, id) !== undefined));
    await followed.until((events) => isTold(events, second, "completed"));
  });

  test("asks for everything to be loaded again when the log is gone, as after a crash", async ({
    db,
    api,
  }) => {
    const { claims, workflow } = await scene(db);
    const followed = await follow(api, claims);
    await followed.until((events) => events.length > 0);
    const resets = () =>
      followed.events.filter(({ executionsChanged }) => executionsChanged!.isReset).length;
    const before = resets();
    await db.query("truncate sluice_private.watched_scopes, sluice_private.changes");
    await start(db, workflow);
    await endBackends(db);
    await followed.until(() => resets() > before);
    const next = await start(db, workflow);
    await followed.until((events) => told(events, next) === "pending");
  });
});

describe("executionChanged", () => {
  test("with a cursor tells only what came after it", async ({ db, api }) => {
    const { claims, workflow, worker } = await scene(db);
    const id = await start(db, workflow);
    const first = await followAs(api.url, claims, ExecutionChangedDocument, { id });
    await first.until((events) => events.length > 0);
    const { cursor } = first.events.at(-1)!.executionChanged!;
    await first.leave();
    const again = await followAs(api.url, claims, ExecutionChangedDocument, { id, after: cursor });
    await worker.drain();
    await again.over;
    expect(again.error).toBeUndefined();
    expect(again.events.at(-1)!.executionChanged!.execution!.status).toBe("completed");
  });
});

describe("workflowsChanged", () => {
  test("tells workflows of one's own organization that somebody changes", async ({ db, api }) => {
    const { claims, organizationId, workflow } = await scene(db);
    const other = await createTenant(db);
    const [mine, yours] = [
      await followAs(api.url, claims, WorkflowsChangedDocument, {}),
      await followAs(api.url, other.claims, WorkflowsChangedDocument, {}),
    ];
    for (const each of [mine, yours]) {
      onTestFinished(() => each.leave());
      await each.until((events) => events.length > 0);
    }
    await start(db, workflow);
    await db.query("select sluice.update_workflow($1, 'renamed')", [workflow]);
    const names = () =>
      mine.events.flatMap(({ workflowsChanged }) =>
        workflowsChanged!.workflows.map((w) => w?.name),
      );
    // a reset stands for what has changed until then: see isTold
    const isNamed = (name: string, since: number) =>
      names().includes(name) ||
      mine.events.slice(since).some(({ workflowsChanged }) => workflowsChanged!.isReset);
    await mine.until(() => isNamed("renamed", 1));
    const since = mine.events.length;
    await db.query("select sluice.create_workflow('new', '{}', '', $1)", [organizationId]);
    await mine.until(() => isNamed("new", since));
    expect(["renamed", "new"]).toEqual(expect.arrayContaining(names()));
    const seen = yours.events.flatMap(({ workflowsChanged }) => workflowsChanged!.workflows);
    expect(seen).toEqual([]);
  });
});
