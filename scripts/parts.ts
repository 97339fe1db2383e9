/** The parts of a running Sluice, each started on its own and stopped by its service. */
import { readFileSync } from "node:fs";
import pg from "pg";
import type { Config } from "./config.ts";
import { required, UsageError } from "./config.ts";
import type { Api, HttpServer, Route } from "./server.ts";
import type { Service } from "./service.ts";

const EDGE_CONNECTIONS = 5;
/** A sender does not wait much longer, and a filter that takes this long is refused. */
const EDGE_STATEMENT_TIMEOUT_MS = 5000;

export interface ApiParts {
  api: Api;
  /** The webhooks, and the pages of approvals. */
  edges: Route[];
}

/** The GraphQL API, the webhooks and the pages of approvals. */
export async function startApi(
  service: Service,
  config: Config,
  env: NodeJS.ProcessEnv,
): Promise<ApiParts> {
  const databaseUrl = required(config.apiDatabaseUrl, "SLUICE_API_DATABASE_URL");
  const edgeUrl = required(config.workerDatabaseUrl, "SLUICE_WORKER_DATABASE_URL");
  const jwtSecret = required(config.jwtSecret, "SLUICE_JWT_SECRET");
  const [{ createApi }, { createEdge }, { createApprovals }] = await Promise.all([
    import("../graphql/server.ts"),
    import("../edge/webhook.ts"),
    import("../edge/approval.ts"),
  ]);
  const pool = openPool(edgeUrl);
  service.onStop("the edge's connections", () => pool.end());
  const api = await createApi({ databaseUrl, jwtSecret, development: config.isDevelopment });
  service.onStop("the API", () => api.release());
  return { api, edges: [createEdge({ pool, env }), createApprovals({ pool })] };
}

export async function startSteps(
  service: Service,
  config: Config,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const databaseUrl = required(config.workerDatabaseUrl, "SLUICE_WORKER_DATABASE_URL");
  const [{ startWorker }, { actions }] = await Promise.all([
    import("../tasks/host/worker.ts"),
    import("../tasks/index.ts"),
  ]);
  const known = actions.map(({ name }) => name);
  const unknown = config.actions?.filter((name) => !known.includes(name)) ?? [];
  if (unknown.length > 0) {
    throw new UsageError(
      `there is no action ${unknown.join(", ")}\nhint: There are ${known.join(", ")}.`,
    );
  }
  const { concurrency, directDatabaseUrl, graceSeconds } = config;
  const worker = await startWorker({
    ...{ databaseUrl, concurrency, env },
    directUrl: directDatabaseUrl,
    serves: config.actions,
    graceMs: graceSeconds * 1000,
    version: versionOf(),
    log: (line) => console.log(`worker: ${line}`),
  });
  let isWanted = true;
  service.onStop("the worker", () => {
    isWanted = false;
    return worker.stop();
  });
  worker.stopped.then(
    () => isWanted && service.fail(new Error("the worker ended")),
    (error: unknown) => service.fail(error),
  );
}

/** Registered last, so that no request comes in while its parts are being stopped. */
export function stopFirst(service: Service, server: HttpServer): void {
  service.onStop("the HTTP server", () => server.close());
}

function versionOf(): string {
  const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}

function openPool(connectionString: string): pg.Pool {
  const application_name = "sluice edge";
  const pool = new pg.Pool({
    connectionString,
    max: EDGE_CONNECTIONS,
    statement_timeout: EDGE_STATEMENT_TIMEOUT_MS,
    application_name,
  });
  const ignore = () => undefined;
  pool.on("error", ignore);
  pool.on("connect", (client) => client.on("error", ignore));
  return pool;
}
