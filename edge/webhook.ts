/** The HTTP door for webhooks: /hooks/<key> and /hooks/<organization>/<path>. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type pg from "pg";
import { assertAnnouncedLength, readBody } from "./body.ts";
import { problemOf } from "./database-problem.ts";
import { deliveryIdOf, publicHeaders, queryOf, remoteAddressOf } from "./delivery.ts";
import { formatOf, payloadOf } from "./payload.ts";
import { Problem } from "./problem.ts";
import { reply } from "./reply.ts";
import { assertSigned, resolveSecret } from "./signature.ts";

const PREFIX = "/hooks/";
const PATH_LENGTH = 512;

export interface EdgeOptions {
  readonly pool: Pick<pg.Pool, "query">;
  /** Where secrets are, which webhooks only name. */
  readonly env?: NodeJS.ProcessEnv;
  readonly log?: (line: string) => void;
}

export interface Edge {
  handles(request: IncomingMessage): boolean;
  handler(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

interface Webhook {
  organization_id: string;
  webhook_id: string;
  scheme: string;
  secret_ref: string | null;
  methods: string[];
}

interface Receipt {
  event_id: string;
  execution_id: string | null;
  duplicate: boolean;
  reason: string | null;
}

interface Delivery {
  readonly webhook: Webhook;
  readonly request: IncomingMessage;
  readonly query: Record<string, string | string[]>;
  readonly payload: string;
}

export function createEdge(options: EdgeOptions): Edge {
  const { log = console.error } = options;
  return {
    handles: ({ url = "" }) => url.startsWith(PREFIX) || url === PREFIX.slice(0, -1),
    async handler(request, response) {
      try {
        const { event_id, execution_id, duplicate, reason } = await receive(request, options);
        const receipt = { event: event_id, execution: execution_id, duplicate, reason };
        reply(request, response, 202, receipt);
      } catch (error) {
        const problem = error instanceof Problem ? error : (problemOf(error) ?? unexpected());
        if (problem.status >= 500) log(`webhook refused: ${explain(error)}`);
        reply(request, response, problem.status, problem, problem.headers);
      }
    },
  };
}

async function receive(request: IncomingMessage, options: EdgeOptions): Promise<Receipt> {
  const { pathname, searchParams } = parseUrl(request.url ?? "");
  const webhook = await findWebhook(hookPathOf(pathname), options.pool);
  const method = request.method ?? "";
  if (!webhook.methods.includes(method)) {
    const allow = webhook.methods.join(", ");
    throw new Problem(405, "method_not_allowed", `this webhook takes ${allow}`, {
      headers: { allow },
    });
  }
  assertAnnouncedLength(request);
  const format = formatOf(method, request.headers);
  const secret = secretOf(webhook, options.env ?? process.env);
  const body = await readBody(request);
  assertSigned(webhook.scheme, secret, request.headers, body);
  const payload = payloadOf(format, body);
  return store({ webhook, request, query: queryOf(searchParams), payload }, options.pool);
}

/** The base is never seen: only path and query are read. */
function parseUrl(url: string): URL {
  const parsed = URL.parse(url, "http://edge");
  if (parsed === null) throw new Problem(400, "malformed_url", "the URL is malformed");
  return parsed;
}

function hookPathOf(pathname: string): string {
  try {
    const path = decodeURIComponent(pathname.slice(PREFIX.length));
    if (path !== "" && path.length <= PATH_LENGTH && !path.includes("\0")) return path;
  } catch {
    throw new Problem(400, "malformed_url", "the URL is malformed");
  }
  throw unknownHook();
}

async function findWebhook(path: string, pool: EdgeOptions["pool"]): Promise<Webhook> {
  const { rows } = await pool.query<Webhook>({
    name: "find_webhook",
    text: `select organization_id, webhook_id, scheme, secret_ref, methods
      from sluice_private.find_webhook($1)`,
    values: [path],
  });
  if (rows[0] === undefined) throw unknownHook();
  return rows[0];
}

function secretOf({ scheme, secret_ref }: Webhook, env: NodeJS.ProcessEnv): string | null {
  if (scheme === "none") return null;
  const secret = resolveSecret(secret_ref, env);
  if (secret === null) throw new MissingSecret(secret_ref);
  return secret;
}

async function store(delivery: Delivery, pool: EdgeOptions["pool"]): Promise<Receipt> {
  const { webhook, request, query, payload } = delivery;
  const { rows } = await pool.query<Receipt>({
    name: "receive_webhook",
    text: `select event_id, execution_id, duplicate, reason
      from sluice_private.receive_webhook($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [
      webhook.organization_id,
      webhook.webhook_id,
      deliveryIdOf(webhook.scheme, request.headers),
      request.method,
      JSON.stringify(publicHeaders(request.headers)),
      JSON.stringify(query),
      payload,
      remoteAddressOf(request),
    ],
  });
  const [receipt] = rows;
  if (receipt === undefined) throw unexpected();
  return receipt;
}

function unknownHook(): Problem {
  return new Problem(404, "unknown_webhook", "there is no such webhook", {
    hint: "Copy the address from the workflow's trigger; it exists once the workflow is published.",
  });
}

function unexpected(): Problem {
  return new Problem(500, "internal_error", "the delivery could not be taken", {
    hint: "Deliver it again; the server's log has the reason.",
  });
}

/** The sender is not told which variable is missing; the operator is. */
class MissingSecret extends Problem {
  readonly reference: string | null;

  constructor(reference: string | null) {
    super(503, "not_configured", "this webhook cannot check signatures", {
      hint: "Its operator has to provide the secret; deliver again later.",
    });
    this.reference = reference;
  }
}

function explain(error: unknown): string {
  if (error instanceof MissingSecret) {
    return `its secret ${error.reference ?? ""} is not set; set that variable and restart`;
  }
  return error instanceof Error ? error.message : String(error);
}
