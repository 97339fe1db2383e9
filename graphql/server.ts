import "./environment.ts";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { Pool } from "pg";
import { postgraphile } from "postgraphile";
import { grafserv } from "postgraphile/grafserv/node";
import { admit } from "./auth.ts";
import { ChangeFeed } from "./changes/feed.ts";
import { openPool } from "./pool.ts";
import { makePreset, type PresetOptions } from "./preset.ts";
import { OpenSockets } from "./sockets.ts";

const CONNECTIONS = 10;
const FEED_CONNECTIONS = 4;
/** A question that is lost on the way is asked again. */
const FEED_TIMEOUT_MS = 15_000;

export interface ApiOptions extends Pick<PresetOptions, "jwtSecret" | "development"> {
  databaseUrl: string;
}

export interface Api {
  handler(request: IncomingMessage, response: ServerResponse): void | Promise<void>;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Ends all subscriptions; a server cannot close while there are any. */
  closeSockets(): void;
  release(): Promise<void>;
}

async function hasCrm(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ has_crm: boolean }>(
    "select pg_catalog.to_regnamespace('crm') is not null as has_crm",
  );
  return rows[0]?.has_crm === true;
}

/** The GraphQL API for an HTTP server of somebody else: requests at /graphql, GraphiQL at /. */
export async function createApi({ databaseUrl, ...options }: ApiOptions): Promise<Api> {
  const pool = openPool(databaseUrl, CONNECTIONS);
  const feedPool = openPool(databaseUrl, FEED_CONNECTIONS, {
    keepAlive: true,
    query_timeout: FEED_TIMEOUT_MS,
  });
  const feed = new ChangeFeed(feedPool, databaseUrl);
  const pgl = postgraphile(makePreset({ ...options, pool, feed, hasCrm: await hasCrm(pool) }));
  const serv = pgl.createServ(grafserv);
  // grafserv attaches to a server; this one never listens, and hands on what it is given
  const server: Server = createServer();
  await serv.addTo(server);
  await pgl.getSchema();
  const sockets = new OpenSockets();
  return {
    async handler(request, response) {
      if (await admit(request, response, options.jwtSecret)) {
        server.emit("request", request, response);
      }
    },
    upgrade(request, socket, head) {
      sockets.add(socket);
      server.emit("upgrade", request, socket, head);
    },
    closeSockets: () => sockets.closeAll(),
    async release() {
      sockets.closeAll();
      await feed.close();
      await pgl.release();
      await Promise.all([pool.end(), feedPool.end()]);
    },
  };
}
