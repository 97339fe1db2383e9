import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { SignJWT } from "jose";
import { createApi } from "../../graphql/server.ts";
import type { Claims, TestDatabase } from "./database.ts";

const JWT_SECRET = "a secret of the tests, 32 or more characters";

export interface TestApi {
  url: string;
  close(): Promise<void>;
}

/** The API on a real HTTP server of its own. */
export async function serveApi(db: TestDatabase): Promise<TestApi> {
  const api = await createApi({
    databaseUrl: db.apiUrl,
    jwtSecret: JWT_SECRET,
    development: false,
  });
  const server = createServer((request, response) => void api.handler(request, response));
  server.on("upgrade", (request, socket, head) => api.upgrade(request, socket, head));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    async close() {
      api.closeSockets();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await api.release();
    },
  };
}

export async function signToken(
  { sub, org }: Claims,
  change: { secret?: string; expires?: string; audience?: string } = {},
): Promise<string> {
  const { secret = JWT_SECRET, expires = "1h", audience = "sluice" } = change;
  const token = new SignJWT(org === undefined ? {} : { org });
  if (sub !== undefined) token.setSubject(sub);
  return token
    .setProtectedHeader({ alg: "HS256" })
    .setAudience(audience)
    .setExpirationTime(expires)
    .sign(new TextEncoder().encode(secret));
}

export interface Reply {
  status: number;
  data: Record<string, unknown> | null | undefined;
  errors:
    | { message: string; extensions: Record<string, unknown>; path?: (string | number)[] }[]
    | undefined;
}

export async function ask(
  url: string,
  token: string | undefined,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Reply> {
  const response = await fetch(url, {
    method: "POST",
    headers: {
      accept: "application/graphql-response+json, application/json",
      "content-type": "application/json",
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables }),
  });
  const body = (await response.json()) as Pick<Reply, "data" | "errors">;
  return { status: response.status, data: body.data, errors: body.errors };
}

/** Everything that a stream gives until its end. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const seen: T[] = [];
  for await (const item of items) seen.push(item);
  return seen;
}
