import { Problem } from "./problem.ts";
import { schemes, type Signed, type Verdict } from "./schemes.ts";

/** Which of the verdicts of several secrets is told. */
const ORDER: Verdict[] = ["right", "stale", "missing", "wrong", "unusable"];

const HEADERS: Record<string, string> = {
  github: "x-hub-signature-256",
  stripe: "stripe-signature",
  slack: "x-slack-signature and x-slack-request-timestamp",
  twilio: "x-twilio-signature",
  telegram: "x-telegram-bot-api-secret-token",
  standard_webhooks: "webhook-id, webhook-timestamp and webhook-signature",
  atlas: "x-atlas-signature and x-atlas-timestamp",
};

/** Passes what one of the secrets has signed; `none` trusts the unguessable address. */
export async function assertSigned(name: string, secrets: string[], signed: Signed): Promise<void> {
  if (name === "none") return;
  const verdict = await verdictOf(name, secrets, signed);
  if (verdict === "right") return;
  if (verdict === "missing") throw missing(name, signed);
  if (verdict === "stale") {
    throw new Problem(401, "stale_timestamp", "the delivery was signed too long ago", {
      hint: "Check the clocks of both sides, and sign each attempt anew.",
    });
  }
  if (verdict === "unusable") throw unusable();
  throw new Problem(401, "wrong_signature", "the signature does not match the body", {
    hint: "Check that both sides have the same secret and that nothing rewrites the body.",
    headers: challengeOf(name),
  });
}

export async function verdictOf(name: string, secrets: string[], signed: Signed): Promise<Verdict> {
  const scheme = schemes[name];
  if (scheme === undefined) return "unusable";
  const verdicts: Verdict[] = [];
  for (const secret of secrets) {
    verdicts.push(secret === "" ? "unusable" : await scheme(signed, secret));
  }
  return ORDER.find((verdict) => verdicts.includes(verdict)) ?? "unusable";
}

function missing(name: string, { config }: Signed): Problem {
  const header = HEADERS[name] ?? config.signature?.header.toLowerCase() ?? "authorization";
  return new Problem(401, "missing_signature", `the ${header} header is missing`, {
    hint: "Set the webhook's secret at the sender.",
    headers: challengeOf(name),
  });
}

function challengeOf(name: string): Record<string, string> {
  if (name === "basic") return { "www-authenticate": 'Basic realm="webhook", charset="UTF-8"' };
  return name === "bearer" || name === "jwt" ? { "www-authenticate": "Bearer" } : {};
}

function unusable(): Problem {
  return new Problem(503, "not_configured", "this webhook cannot check signatures");
}

/** The secret behind a reference such as `env:NAME`. */
export function resolveSecret(reference: string | null, env: NodeJS.ProcessEnv): string | null {
  const name = reference === null ? undefined : /^env:(\w+)$/.exec(reference)?.[1];
  const secret = name === undefined ? undefined : env[name];
  return secret === undefined || secret === "" ? null : secret;
}
