/** What the database says of an address, read anew for each request: nothing is kept here. */
import type pg from "pg";
import { Problem } from "./problem.ts";

const PATH_LENGTH = 512;

export interface WebhookConfig {
  signature?: { header: string; algorithm?: string; encoding?: "hex" | "base64" };
  jwt?: { issuer?: string; audience?: string };
  dedupe_header?: string;
  allowed_ips?: string[];
  allowed_origins?: string[];
  required_headers?: Record<string, string | true>;
  content_types?: string[];
  body_limit?: number;
  response?: {
    mode: "ack" | "wait" | "static";
    status?: number;
    headers?: Record<string, string>;
    body?: unknown;
  };
}

export interface Webhook {
  organization_id: string;
  /** Null for the trigger of a draft that somebody tests. */
  webhook_id: string | null;
  test_id: string | null;
  trigger: string;
  scheme: string;
  secret_refs: string[];
  methods: string[];
  /** In seconds. */
  tolerance: number;
  /** In seconds; null where nobody waits. */
  response_timeout: number | null;
  config: WebhookConfig;
  /** By the clock of the database, which all edges share. */
  asked_at: Date;
}

export type Pool = Pick<pg.Pool, "query">;

export async function findWebhook(path: string, pool: Pool): Promise<Webhook> {
  const { rows } = await pool.query<Webhook>({
    name: "find_webhook",
    text: `select organization_id, webhook_id, test_id, trigger, scheme, secret_refs, methods,
        tolerance, response_timeout, config, asked_at
      from sluice_private.find_webhook($1)`,
    values: [path],
  });
  if (rows[0] === undefined) throw unknownHook();
  return rows[0];
}

/** What follows the prefix of an address; null where nothing can be registered under it. */
export function pathAfter(prefix: string, pathname: string): string | null {
  if (!pathname.startsWith(prefix)) return null;
  try {
    const path = decodeURIComponent(pathname.slice(prefix.length));
    return path !== "" && path.length <= PATH_LENGTH && !path.includes("\0") ? path : null;
  } catch {
    throw malformedUrl();
  }
}

/** The base is never seen: only path and query are read. */
export function parseUrl(url: string): URL {
  const parsed = URL.parse(url, "http://edge");
  if (parsed === null) throw malformedUrl();
  return parsed;
}

function malformedUrl(): Problem {
  return new Problem(400, "malformed_url", "the URL is malformed");
}

export function unknownHook(): Problem {
  return new Problem(404, "unknown_webhook", "there is no such webhook", {
    hint: "Copy the address from the workflow's trigger; it exists once the workflow is published.",
  });
}
