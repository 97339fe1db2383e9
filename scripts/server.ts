import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { UsageError } from "./config.ts";
import { describeError } from "./errors.ts";

/** Something that answers part of the requests. */
export interface Route {
  handles(request: IncomingMessage): boolean;
  handler(request: IncomingMessage, response: ServerResponse): void | Promise<void>;
}

export interface Api {
  handler(request: IncomingMessage, response: ServerResponse): void | Promise<void>;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** One HTTP server, bound at once; until it is given its routes it answers 503. */
export interface HttpServer {
  url: string;
  open(api: Api, routes: Route[]): void;
  close(): Promise<void>;
}

const GRACE_MS = 2000;

export async function listen(host: string, port: number): Promise<HttpServer> {
  let api: Api | undefined;
  let routes: Route[] = [];
  const server = createServer((request, response) => {
    if (api === undefined) return answer(response, 503, "starting");
    if (request.url === "/health" || request.url === "/healthz") return answer(response, 200, "ok");
    const route = routes.find((candidate) => candidate.handles(request));
    void follow(route ?? api, request, response);
  });
  server.on("upgrade", (request, socket, head) => {
    if (api === undefined) socket.destroy();
    else api.upgrade(request, socket, head);
  });
  await bind(server, host, port);
  return {
    url: urlOf(server.address() as AddressInfo),
    open: (newApi, newRoutes) => ([api, routes] = [newApi, newRoutes]),
    close: () => close(server),
  };
}

async function follow(
  route: Pick<Route, "handler">,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    await route.handler(request, response);
  } catch (error) {
    console.error(`sluice: ${request.method} failed: ${describeError(error)}`);
    answer(response, 500, "internal error");
  }
}

async function bind(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EADDRINUSE") return reject(error);
      const message = `port ${port} of ${host} is taken\nhint: Is Sluice running already? If so, `;
      reject(
        new UsageError(`${message}stop it; for a second one set SLUICE_PORT and SLUICE_HOME.`),
      );
    });
    server.listen(port, host, () => {
      server.removeAllListeners("error");
      resolve();
    });
  });
}

function urlOf({ address, family, port }: AddressInfo): string {
  const host = family === "IPv6" ? `[${address}]` : address;
  return `http://${host}:${port}`;
}

function answer(response: ServerResponse, status: number, text: string): void {
  if (response.headersSent) response.destroy();
  else response.writeHead(status, { "content-type": "text/plain" }).end(`${text}\n`);
}

/** Lets requests finish, but not for long: an event stream never would. */
async function close(server: Server): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  clearTimeout(timer);
}
