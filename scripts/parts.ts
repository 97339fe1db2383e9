/** The parts of a running Sluice, each started on its own and stopped by its service. */
import { readFileSync } from "node:fs";
import pg from "pg";
import type { Config } from "./config.ts";
import { required, UsageError } from "./config.ts";
import type { Api, HttpServer, Route } from "./server.ts";
import { bothObservers, isTraced, type StepObserver } from "../tasks/host/observer.ts";
import type { Service } from "./service.ts";

const EDGE_CONNECTIONS = 5;
const METRICS_CONNECTIONS = 2;
/** A sender does not wait much longer, and a filter that takes this long is refused. */
const EDGE_STATEMENT_TIMEOUT_MS = 5000;

export interface ApiParts {
  api: Api;
  /** The webhooks, and the pages of approvals and forms. */
  edges: Route[];
}

/** The GraphQL API, the webhooks and the pages of approvals and forms. */
export async function startApi(
  service: Service,
  config: Config,
  env: NodeJS.ProcessEnv,
): Promise<ApiParts> {
  const databaseUrl = required(config.apiDatabaseUrl, "SLUICE_API_DATABASE_URL");
  const edgeUrl = required(config.workerDatabaseUrl, "SLUICE_WORKER_DATABASE_URL");
  const jwtSecret = required(config.jwtSecret, "SLUICE_JWT_SECRET");
  const [{ createApi }, { createEdge }, { createApprovals }, { createForms }] = await Promise.all([
    import("../graphql/server.ts"),
    import("../edge/webhook.ts"),
    import("../edge/approval.ts"),
    import("../edge/form.ts"),
  ]);
  const pool = openPool(edgeUrl, "sluice edge", EDGE_CONNECTIONS);
  service.onStop("the edge's connections", () => pool.end());
  const api = await createApi({ databaseUrl, jwtSecret, development: config.isDevelopment });
  service.onStop("the API", () => api.release());
  const { publicUrl, trustedProxies } = config;
  const edge = createEdge({ pool, env, publicUrl, trustedProxies });
  const forms = createForms({ pool, trustedProxies });
  service.onStop("the counts of refused requests", async () => {
    await Promise.all([edge.settled(), forms.settled()]);
  });
  return { api, edges: [edge, createApprovals({ pool }), forms] };
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
  const log = (line: string) => console.log(`worker: ${line}`);
  const metrics = await startMetrics(service, config, databaseUrl, log);
  const tracing = await traceSteps(service, databaseUrl, env, log);
  const worker = await startWorker({
    ...{ databaseUrl, concurrency, env, log },
    directUrl: directDatabaseUrl,
    serves: config.actions,
    graceMs: graceSeconds * 1000,
    version: versionOf(),
    observer: bothObservers(metrics, tracing),
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

/** Nothing, unless they are asked for: then not even the library is loaded. */
async function startMetrics(
  service: Service,
  { metricsHost: host, metricsPort: port }: Config,
  databaseUrl: string,
  log: (line: string) => void,
): Promise<StepObserver | undefined> {
  if (port === undefined) return undefined;
  const [{ Metrics }, { startMetricsServer }] = await Promise.all([
    import("../tasks/host/metrics.ts"),
    import("../tasks/host/metrics-server.ts"),
  ]);
  const pool = openPool(databaseUrl, "sluice metrics", METRICS_CONNECTIONS);
  service.onStop("the connections of the metrics", () => pool.end());
  const metrics = new Metrics(pool);
  const server = await startMetricsServer({ host, port, metrics, pool });
  service.onStop("the metrics", () => server.close());
  log(`metrics at ${server.url}/metrics`);
  return metrics.observe;
}

/** Nothing, unless OTEL_* variables say where spans go: then not even the SDK is loaded. */
async function traceSteps(
  service: Service,
  databaseUrl: string,
  env: NodeJS.ProcessEnv,
  log: (line: string) => void,
): Promise<StepObserver | undefined> {
  if (!isTraced(env)) return undefined;
  const { startTracing } = await import("../tasks/host/tracing.ts");
  const pool = openPool(databaseUrl, "sluice traces", METRICS_CONNECTIONS);
  service.onStop("the connections of the traces", () => pool.end());
  const tracing = startTracing(pool, env, log);
  service.onStop("the traces", () => tracing.stop());
  log("spans are sent as OTEL_EXPORTER_OTLP_* say");
  return tracing.observe;
}

/** Registered last, so that no request comes in while its parts are being stopped. */
export function stopFirst(service: Service, server: HttpServer): void {
  service.onStop("the HTTP server", () => server.close());
}

function versionOf(): string {
  const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}

function openPool(connectionString: string, application_name: string, max: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max,
    statement_timeout: EDGE_STATEMENT_TIMEOUT_MS,
    application_name,
  });
  const ignore = () => undefined;
  pool.on("error", ignore);
  pool.on("connect", (client) => client.on("error", ignore));
  return pool;
}
