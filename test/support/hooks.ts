/** A published workflow that HTTP requests start, the edge before it, and where to deliver. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { createForms } from "../../edge/form.ts";
import { createEdge, type EdgeOptions } from "../../edge/webhook.ts";
import type { TestDatabase } from "./database.ts";
import { createTenant, definition, publish, type Node } from "./engine.ts";

export interface Hook {
  url: string;
  alias: string;
  base: string;
  key: string;
  webhookId: string;
  workflowId: string;
  organizationId: string;
  userId: string;
  lines: string[];
  settled: () => Promise<void>;
}

/** With the names that an address may have. */
type Config = Record<string, unknown> & {
  path?: string;
  endpoint_path?: string;
  form_id?: string;
};

interface Setup extends Partial<EdgeOptions> {
  trigger?: string;
  /** More of the trigger's data. */
  data?: object;
  nodes?: Node[];
  edges?: string[];
  tenant?: { organizationId: string; userId: string };
}

const DONE: Node[] = [{ id: "done", type: "end", data: {} }];

export async function serveHook(
  db: TestDatabase,
  config: Config,
  setup: Setup = {},
): Promise<Hook> {
  const { trigger = "webhook_received", data = {}, nodes = DONE, edges = ["hook → done"] } = setup;
  const { organizationId, userId } = setup.tenant ?? (await createTenant(db));
  const hook = { id: "hook", type: "trigger", data: { trigger, config, ...data } };
  const draft = definition([hook, ...nodes], edges);
  const workflowId = await publish(db, organizationId, draft);
  const [row] = await db.query<{ id: string; key: string }>(
    "select id, key from sluice.webhook_registrations where workflow_id = $1",
    [workflowId],
  );
  const { base, lines, settled } = await serveEdge(db, setup);
  const door = trigger === "form_submitted" ? "forms" : "hooks";
  const path = config.path ?? config.endpoint_path ?? config.form_id ?? "none";
  return {
    url: `${base}/${door}/${row!.key}`,
    alias: `${base}/${door}/t-${organizationId}/${path}`,
    ...{ base, lines, settled, workflowId, organizationId, userId },
    ...{ key: row!.key, webhookId: row!.id },
  };
}

export async function serveEdge(db: TestDatabase, setup: Partial<EdgeOptions> = {}) {
  const lines: string[] = [];
  const log = (line: string) => lines.push(line);
  const options = { pool: db.worker, env: {}, log, ...setup };
  const [edge, forms] = [createEdge(options), createForms(options)];
  const server = createServer((request, response) => {
    void (forms.handles(request) ? forms : edge).handler(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const settled = async () => {
    await Promise.all([edge.settled(), forms.settled()]);
  };
  onTestFinished(async () => {
    server.close().closeAllConnections();
    await settled();
  });
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, lines, settled };
}

export interface Receipt {
  event: string | null;
  execution: string | null;
  duplicate: boolean;
  reason: string | null;
}

/** Delivers JSON, and says what was answered. */
export async function deliver(
  url: string,
  payload: unknown = {},
  headers: Record<string, string> = {},
): Promise<{ status: number; body: Receipt; headers: Headers }> {
  const response = await fetch(url, {
    method: "POST",
    body: JSON.stringify(payload),
    headers: { "content-type": "application/json", ...headers },
  });
  const text = await response.text();
  const body = (text.startsWith("{") ? JSON.parse(text) : text) as Receipt;
  return { status: response.status, body, headers: response.headers };
}
