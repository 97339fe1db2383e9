import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type pg from "pg";
import type { Metrics } from "./metrics.ts";

export interface MetricsServerOptions {
  readonly host: string;
  readonly port: number;
  readonly metrics: Pick<Metrics, "contentType" | "render">;
  readonly pool: Pick<pg.Pool, "query">;
}

export interface MetricsServer {
  readonly url: string;
  close(): Promise<void>;
}

/** `/metrics` for Prometheus; `/health`: the process serves; `/ready`: its database answers. */
export async function startMetricsServer(options: MetricsServerOptions): Promise<MetricsServer> {
  const { host, port, metrics, pool } = options;
  const routes: Record<string, (response: ServerResponse) => Promise<void>> = {
    "/metrics": async (response) => {
      const text = await metrics.render();
      response.writeHead(200, { "content-type": metrics.contentType }).end(text);
    },
    "/health": async (response) => answer(response, 200, "ok"),
    "/ready": async (response) => {
      const isReady = await pool.query("select").then(
        () => true,
        () => false,
      );
      answer(response, isReady ? 200 : 503, isReady ? "ok" : "the database does not answer");
    },
  };
  const server = createServer((request, response) => {
    const path = (request.url ?? "").replace(/\?.*$/s, "");
    const route = Object.hasOwn(routes, path) ? routes[path] : undefined;
    if (request.method !== "GET" || route === undefined) return answer(response, 404, "not found");
    route(response).catch(() => answer(response, 500, "internal error"));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const { address, port: bound, family } = server.address() as AddressInfo;
  return {
    url: `http://${family === "IPv6" ? `[${address}]` : address}:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(response: ServerResponse, status: number, text: string): void {
  if (response.headersSent) response.destroy();
  else response.writeHead(status, { "content-type": "text/plain" }).end(`${text}\n`);
}
