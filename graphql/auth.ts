import type { IncomingMessage, ServerResponse } from "node:http";
import { jwtVerify } from "jose";
import { SafeError } from "postgraphile/grafast";
import { z } from "zod";

const AUDIENCE = "sluice";
const STATEMENT_TIMEOUT_MS = "10000";

const claims = z.object({ sub: z.guid(), org: z.guid().optional(), exp: z.number() });

/** Who asks: role and claims as settings of a transaction, and until when that holds. */
export interface Identity {
  settings: Record<string, string>;
  /** In milliseconds since 1970; who shows no token has none. */
  expiresAt?: number;
}

/** Where a transport keeps the header: HTTP requests, and the first message of a WebSocket. */
interface Request {
  node?: { req?: IncomingMessage };
  ws?: { connectionParams?: Record<string, unknown> | undefined };
}

export function unauthenticated(message: string): Error {
  const extensions = {
    code: "SLFRB",
    reason: "UNAUTHENTICATED",
    hint: "Send `authorization: Bearer <token>` with a token that has not expired.",
  };
  return Object.assign(new SafeError(message, extensions), { statusCode: 401 });
}

/** The span that a request belongs to: what it starts belongs to it, too. */
function traceOf(request: Request): Record<string, string> {
  const traceparent = request.node?.req?.headers["traceparent"];
  return typeof traceparent === "string" ? { "sluice.traceparent": traceparent } : {};
}

function tokenOf(request: Request): string | undefined {
  const given =
    request.ws?.connectionParams?.["authorization"] ?? request.node?.req?.headers["authorization"];
  if (given === undefined || given === "") return undefined;
  const token = typeof given === "string" ? /^bearer (.+)$/i.exec(given)?.[1] : undefined;
  if (token === undefined) throw unauthenticated("the authorization is not a bearer token");
  return token;
}

/** Throws what is answered with 401 when there is a token and it is not good. */
export async function identify(request: Request, jwtSecret: string): Promise<Identity> {
  const token = tokenOf(request);
  const common = { statement_timeout: STATEMENT_TIMEOUT_MS, ...traceOf(request) };
  if (token === undefined) return { settings: { ...common, role: "sluice_visitor" } };
  const verified = await jwtVerify(token, new TextEncoder().encode(jwtSecret), {
    audience: AUDIENCE,
    algorithms: ["HS256"],
  }).catch(() => undefined);
  const parsed = claims.safeParse(verified?.payload);
  if (!parsed.success) throw unauthenticated("the token is not valid, or has expired");
  const { sub, org, exp } = parsed.data;
  return {
    settings: {
      ...common,
      role: "sluice_member",
      "jwt.claims.sub": sub,
      "jwt.claims.org": org ?? "",
    },
    expiresAt: exp * 1000,
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
    await identify({ node: { req: request } }, jwtSecret);
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
