import { ask, serveApi, signToken, type TestApi } from "../support/api.ts";
import { expect, test as base } from "../support/database.ts";
import {
  createTenant,
  defineTestAction,
  definition,
  manual,
  publish,
  start,
  TestWorker,
} from "../support/engine.ts";
import { act } from "../support/scenes.ts";

const test = base.extend("api", { scope: "file" }, async ({ db }, { onCleanup }) => {
  const api: TestApi = await serveApi(db);
  onCleanup(() => api.close());
  return api;
});

const LIST = `query ($id: UUID!, $after: Cursor) {
  workflowStepAttempts(filter: { executionId: { equalTo: $id } }, first: 1, after: $after) {
    pageInfo { endCursor } nodes { globalId stepNo attempt status }
  }
}`;

interface Page {
  workflowStepAttempts: {
    pageInfo: { endCursor: string };
    nodes: { globalId: string; stepNo: number; attempt: number; status: string }[];
  };
}

test("attempts come by step and number, page by page, wherever they are kept", async ({
  db,
  api,
}) => {
  await defineTestAction(db);
  const { organizationId, claims } = await createTenant(db);
  const retry = { max_attempts: 2, initial: "1 ms", jitter: 0 };
  const nodes = [manual, act("a"), act("b", { retry }), act("c")];
  const draft = definition(nodes, ["start → a", "a → b", "b → c"]);
  const id = await start(db, await publish(db, organizationId, draft));
  const worker = await new TestWorker(db.worker).register();
  const fail = { error: { class: "net", message: "off" } };
  await worker.drain((lease) => (lease.node_id === "b" && lease.attempt === 1 ? fail : {}));
  await db.query("update sluice_private.timers set due_at = now()");
  await worker.drain();

  const token = await signToken(claims);
  const seen: string[] = [];
  for (let after: string | null = null; seen.length < 4;) {
    const { data } = await ask(api.url, token, LIST, { id, after });
    const { pageInfo, nodes: found } = (data as unknown as Page).workflowStepAttempts;
    seen.push(...found.map(({ stepNo, attempt, status }) => `${stepNo} ${attempt} ${status}`));
    after = pageInfo.endCursor;
  }
  expect(seen).toEqual(["2 1 completed", "3 1 failed", "3 2 completed", "4 1 completed"]);
});
