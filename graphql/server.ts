import "./environment.ts";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import pg from "pg";
import { postgraphile } from "postgraphile";
import { grafserv } from "postgraphile/grafserv/node";
import { admit } from "./auth.ts";
import { makePreset, type PresetOptions } from "./preset.ts";

const FEED_CONNECTIONS = 4;

export type ApiOptions = Omit<PresetOptions, "feedPool">;

export interface Api {
  handler(request: IncomingMessage, response: ServerResponse): void | Promise<void>;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  release(): Promise<void>;
}

/** The GraphQL API for an HTTP server of somebody else: requests at /graphql, GraphiQL at /. */
export async function createApi(options: ApiOptions): Promise<Api> {
  const feedPool = new pg.Pool({ connectionString: options.databaseUrl, max: FEED_CONNECTIONS });
  feedPool.on("error", () => undefined);
  feedPool.on("connect", (client) => client.on("error", () => undefined));
  const pgl = postgraphile(makePreset({ ...options, feedPool }));
  const serv = pgl.createServ(grafserv);
  // grafserv attaches to a server; this one never listens, and hands on what it is given
  const server: Server = createServer();
  await serv.addTo(server);
  await pgl.getSchema();
  return {
    async handler(request, response) {
      if (await admit(request, response, options.jwtSecret)) {
        server.emit("request", request, response);
      }
    },
    upgrade: (request, socket, head) => void server.emit("upgrade", request, socket, head),
    async release() {
      await pgl.release();
      const { pgServices = [] } = pgl.getResolvedPreset();
      for (const service of pgServices) await service.release?.();
      await feedPool.end();
    },
  };
}
