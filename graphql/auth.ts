import type { IncomingMessage, ServerResponse } from "node:http";
import { jwtVerify } from "jose";
import { SafeError } from "postgraphile/grafast";
import { z } from "zod";

const AUDIENCE = "sluice";
const STATEMENT_TIMEOUT_MS = "10000";

const claims = z.object({ sub: z.guid(), org: z.guid().optional(), exp: z.number() });

/** Where a transport keeps the header: HTTP requests, and the first message of a WebSocket. */
interface Request {
  node?: { req?: IncomingMessage };
  ws?: { connectionParams?: Record<string, unknown> };
}

function unauthenticated(message: string): Error {
  const extensions = {
    code: "SLFRB",
    reason: "UNAUTHENTICATED",
    hint: "Send `authorization: Bearer <token>` with a token that has not expired.",
  };
  return Object.assign(new SafeError(message, extensions), { statusCode: 401 });
}

function tokenOf(request: Request): string | undefined {
  const given =
    request.ws?.connectionParams?.["authorization"] ?? request.node?.req?.headers["authorization"];
  if (given === undefined || given === "") return undefined;
  const token = typeof given === "string" ? /^bearer (.+)$/i.exec(given)?.[1] : undefined;
  if (token === undefined) throw unauthenticated("the authorization is not a bearer token");
  return token;
}

/** The role and the claims of a request, as settings of its transaction; 401 for a bad token. */
export async function readSettings(
  request: object,
  jwtSecret: string,
): Promise<Record<string, string>> {
  const token = tokenOf(request);
  const common = { statement_timeout: STATEMENT_TIMEOUT_MS };
  if (token === undefined) return { ...common, role: "sluice_visitor" };
  const verified = await jwtVerify(token, new TextEncoder().encode(jwtSecret), {
    audience: AUDIENCE,
    algorithms: ["HS256"],
  }).catch(() => undefined);
  const parsed = claims.safeParse(verified?.payload);
  if (!parsed.success) throw unauthenticated("the token is not valid, or has expired");
  const { sub, org, exp } = parsed.data;
  return {
    ...common,
    role: "sluice_member",
    "jwt.claims.sub": sub,
    "jwt.claims.org": org ?? "",
    "jwt.claims.exp": String(exp),
  };
}

/**
 * Answers a request with a bad token itself, with 401, before GraphQL sees it: there it would be
 * an error in the log of the server, for anybody to fill. True when the request may go on.
 */
export async function admit(
  request: IncomingMessage,
  response: ServerResponse,
  jwtSecret: string,
): Promise<boolean> {
  try {
    await readSettings({ node: { req: request } }, jwtSecret);
    return true;
  } catch (error) {
    const { message, extensions } = error as Error & { extensions: object };
    response.writeHead(401, {
      "content-type": "application/graphql-response+json; charset=utf-8",
      "www-authenticate": "Bearer",
    });
    response.end(JSON.stringify({ errors: [{ message, extensions }] }));
    return false;
  }
}
