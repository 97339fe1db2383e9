/** Hands a verified delivery to the database, and says what became of it. */
import type { IncomingHttpHeaders } from "node:http";
import { deliveryIdOf, publicHeaders } from "./delivery.ts";
import { Problem } from "./problem.ts";
import { type Pool, unknownHook, type Webhook } from "./registration.ts";

export interface Delivery {
  readonly webhook: Webhook;
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly address: string | null;
  readonly query: Record<string, string | string[]>;
  readonly payload: string;
}

export interface Receipt {
  event_id: string | null;
  execution_id: string | null;
  duplicate: boolean;
  reason: string | null;
}

export interface RefusalByDatabase {
  status: number;
  code: string;
  message: string;
  hint: string;
  retry_after?: number;
}

export async function storeDelivery(delivery: Delivery, pool: Pool): Promise<Receipt> {
  const { webhook, method, headers, address, query, payload } = delivery;
  const { rows } = await pool.query<Receipt & { refusal?: RefusalByDatabase | null }>({
    name: "receive_webhook",
    text: `select event_id, execution_id, duplicate, reason, refusal
      from sluice_private.receive_webhook($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [
      webhook.organization_id,
      webhook.webhook_id,
      deliveryIdOf(webhook, headers, JSON.parse(payload)),
      method,
      JSON.stringify(publicHeaders(headers, webhook)),
      JSON.stringify(query),
      payload,
      address,
    ],
  });
  const [receipt] = rows;
  if (receipt === undefined) throw new Error("the database said nothing of a delivery");
  if (receipt.refusal) throw refusalOf(receipt.refusal);
  return receipt;
}

export function refusalOf(refusal: RefusalByDatabase): Problem {
  const { status, code, message, hint, retry_after } = refusal;
  return new Problem(status, code, message, {
    hint,
    headers: retry_after === undefined ? {} : { "retry-after": String(retry_after) },
  });
}

/** Whoever listens sees it, and nothing is started. */
export async function showTest(delivery: Delivery, pool: Pool): Promise<Receipt> {
  const { webhook, method, headers, address, query, payload } = delivery;
  const { rows } = await pool.query<{ is_shown: boolean }>({
    name: "take_test_delivery",
    text: "select sluice_private.take_test_delivery($1, $2, $3, $4, $5, $6, $7) as is_shown",
    values: [
      webhook.organization_id,
      webhook.test_id,
      method,
      JSON.stringify(publicHeaders(headers, webhook)),
      JSON.stringify(query),
      payload,
      address,
    ],
  });
  if (rows[0]?.is_shown !== true) throw unknownHook();
  const reason = "it is shown to who listens, and starts nothing";
  return { event_id: null, execution_id: null, duplicate: false, reason };
}
