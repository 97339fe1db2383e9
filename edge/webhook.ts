/** The HTTP door for webhooks: /hooks/<key> and /hooks/<organization>/<path>. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { grantedSecret } from "../tasks/granted-secret.ts";
import { assertAccess, isPreflight, originHeaders, preflightHeaders } from "./access.ts";
import { remoteAddressOf } from "./address.ts";
import { answerOf, answerOfEnd, type HttpAnswer } from "./answer.ts";
import { Answers } from "./answers.ts";
import { assertAnnouncedLength, readBody } from "./body.ts";
import { problemOf } from "./database-problem.ts";
import { fieldsOf } from "./delivery.ts";
import { formatOf, payloadOf } from "./payload.ts";
import { Problem } from "./problem.ts";
import { type Delivery, type Receipt, showTest, storeDelivery } from "./receipt.ts";
import { Refusals } from "./refusals.ts";
import { findWebhook, parseUrl, pathAfter, type Pool, unknownHook } from "./registration.ts";
import type { Webhook } from "./registration.ts";
import { reply, send } from "./reply.ts";
import { assertSigned } from "./signature.ts";

const PREFIX = "/hooks/";

/** What secrets have to be granted for. */
const TARGET = "webhook";

export interface EdgeOptions {
  readonly pool: Pool;
  /** Where secrets are, which webhooks only name. */
  readonly env?: NodeJS.ProcessEnv;
  readonly log?: (line: string) => void;
  /** What senders call this server; what they say it is called if not given. */
  readonly publicUrl?: string | undefined;
  /** How many proxies in front of it append to X-Forwarded-For. */
  readonly trustedProxies?: number;
  /** In seconds; for tests. */
  readonly now?: () => number;
}

export interface Edge {
  handles(request: IncomingMessage): boolean;
  handler(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** When all that was refused has been counted. */
  settled(): Promise<void>;
}

export function createEdge(options: EdgeOptions): Edge {
  const { pool, log = console.error } = options;
  const refusals = new Refusals(pool, log);
  const answers = new Answers(pool, log);
  return {
    handles: ({ url = "" }) => url.startsWith(PREFIX) || url === PREFIX.slice(0, -1),
    settled: () => refusals.settled(),
    async handler(request, response) {
      let webhook: Webhook | undefined;
      try {
        const path = pathAfter(PREFIX, parseUrl(request.url ?? "").pathname);
        if (path === null) throw unknownHook();
        webhook = await findWebhook(path, pool);
        const { status, body, headers } = await answer(webhook, request, response, {
          ...options,
          answers,
        });
        send(request, response, status, body, { ...headers, ...originHeaders(webhook, request) });
      } catch (error) {
        const problem = error instanceof Problem ? error : (problemOf(error) ?? unexpected());
        if (problem.status >= 500) log(`webhook refused: ${explain(error)}`);
        if (webhook) noteRefusal(refusals, webhook, problem, request, options);
        const headers = webhook === undefined ? {} : originHeaders(webhook, request);
        reply(request, response, problem.status, problem, { ...headers, ...problem.headers });
      }
    },
  };
}

async function answer(
  webhook: Webhook,
  request: IncomingMessage,
  response: ServerResponse,
  options: EdgeOptions & { answers: Answers },
): Promise<HttpAnswer> {
  if (isPreflight(webhook, request)) {
    return { status: 204, body: "", headers: preflightHeaders(webhook, request) };
  }
  const delivery = await verify(webhook, request, options);
  const challenge = challengeOf(delivery);
  if (challenge !== null) return answerOf({ body: { challenge } });
  if (webhook.webhook_id === null) return receiptOf(await showTest(delivery, options.pool));
  const receipt = await storeDelivery(delivery, options.pool);
  const { mode, ...given } = webhook.config.response ?? { mode: "ack" };
  if (mode === "static") return answerOf(given);
  const { execution_id, duplicate } = receipt;
  if (mode !== "wait" || execution_id === null || duplicate) return receiptOf(receipt);
  const left = new AbortController();
  response.once("close", () => left.abort());
  const waitMs = (webhook.response_timeout ?? 10) * 1000;
  const told = await options.answers.wait(
    webhook.organization_id,
    execution_id,
    waitMs,
    left.signal,
  );
  if (told === null) return receiptOf(receipt);
  return told.answer === null ? answerOfEnd(told, execution_id) : answerOf(told.answer);
}

async function verify(
  webhook: Webhook,
  request: IncomingMessage,
  { env = process.env, now, publicUrl, trustedProxies }: EdgeOptions,
): Promise<Delivery> {
  const { method = "", headers, url = "" } = request;
  const { config, scheme, tolerance } = webhook;
  const address = remoteAddressOf(request, trustedProxies);
  assertAccess(webhook, request, address);
  assertAnnouncedLength(request, config.body_limit);
  const format = formatOf(method, headers, config.content_types);
  const secrets = secretsOf(webhook, env);
  const body = await readBody(request, config.body_limit);
  await assertSigned(scheme, secrets, {
    ...{ headers, body, tolerance, config, now: now?.() ?? secondsOf(webhook.asked_at) },
    url: `${publicUrl?.replace(/\/$/, "") ?? `http://${headers.host ?? ""}`}${url}`,
  });
  const payload = await payloadOf(format, body, headers);
  const query = fieldsOf(parseUrl(url).searchParams);
  return { webhook, method, headers, address, query, payload };
}

/** Slack asks once whether an address is ours; whoever can sign may have the answer. */
function challengeOf({ webhook, payload }: Delivery): string | null {
  if (webhook.scheme !== "slack" || !payload.includes("url_verification")) return null;
  const { type, challenge } = JSON.parse(payload) as Record<string, unknown>;
  return type === "url_verification" && typeof challenge === "string" ? challenge : null;
}

function receiptOf({ event_id, execution_id, duplicate, reason }: Receipt): HttpAnswer {
  const receipt = { event: event_id, execution: execution_id, duplicate, reason };
  return answerOf({ status: 202, body: receipt });
}

/** A secret that is replaced may be gone already; of the others one at least is needed. */
function secretsOf(
  { scheme, secret_refs, organization_id }: Webhook,
  env: NodeJS.ProcessEnv,
): string[] {
  if (scheme === "none") return [];
  const secrets = secret_refs
    .map((reference) => grantedSecret(reference, organization_id, TARGET, env))
    .filter((secret) => secret !== null);
  if (secrets.length === 0) throw new MissingSecret(secret_refs[0] ?? "", organization_id);
  return secrets;
}

function noteRefusal(
  refusals: Refusals,
  { organization_id, webhook_id }: Webhook,
  { status, code }: Problem,
  request: IncomingMessage,
  { trustedProxies }: EdgeOptions,
): void {
  if (webhook_id === null || status === 404 || code === "unavailable") return;
  const remote_ip = remoteAddressOf(request, trustedProxies);
  const method = request.method ?? null;
  refusals.note({ organization_id, webhook_id, status, code, method, remote_ip });
}

function secondsOf(instant: Date): number {
  return Math.floor(instant.getTime() / 1000);
}

function unexpected(): Problem {
  return new Problem(500, "internal_error", "the delivery could not be taken", {
    hint: "Deliver it again; the server's log has the reason.",
  });
}

/** The sender is not told which variable is missing; the operator is. */
class MissingSecret extends Problem {
  readonly reference: string;
  readonly organizationId: string;

  constructor(reference: string, organizationId: string) {
    super(503, "not_configured", "this webhook cannot check signatures", {
      hint: "Its operator has to provide the secret; deliver again later.",
    });
    this.reference = reference;
    this.organizationId = organizationId;
  }
}

function explain(error: unknown): string {
  if (error instanceof MissingSecret) {
    const name = error.reference.replace(/^env:/, "");
    const grant = `${error.organizationId} ${TARGET}`;
    return `the server has no secret ${error.reference} that it may use; if it shall, set ${name}, and ${name}_FOR to '${grant}', and restart`;
  }
  return error instanceof Error ? error.message : String(error);
}
