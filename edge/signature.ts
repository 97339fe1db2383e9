import { Problem } from "./problem.ts";
import { schemes, type Signed, type Verdict } from "./schemes.ts";

/** Which of the verdicts of several secrets is told. */
const ORDER: Verdict[] = ["right", "stale", "early", "missing", "wrong", "unsigned", "unusable"];

const HEADERS: Record<string, string[]> = {
  github: ["x-hub-signature-256"],
  stripe: ["stripe-signature"],
  slack: ["x-slack-signature", "x-slack-request-timestamp"],
  twilio: ["x-twilio-signature"],
  telegram: ["x-telegram-bot-api-secret-token"],
  standard_webhooks: ["webhook-id", "webhook-timestamp", "webhook-signature"],
  atlas: ["x-atlas-signature", "x-atlas-timestamp"],
};

const SAME_SECRET = "Check that both sides have the same secret.";

/** What is wrong with what is not signed: message and hint. */
const UNSIGNED: Record<string, [message: string, hint: string]> = {
  basic: ["the user or the password is wrong", SAME_SECRET],
  bearer: ["the token is not the one of this webhook", SAME_SECRET],
  telegram: ["the secret token is not the one of this webhook", SAME_SECRET],
  jwt: ["the token is not valid here", "Check its key, algorithm, exp, nbf, issuer and audience."],
};

/** Passes what one of the secrets has signed; `none` trusts the unguessable address. */
export async function assertSigned(name: string, secrets: string[], signed: Signed): Promise<void> {
  if (name === "none") return;
  const verdict = await verdictOf(name, secrets, signed);
  if (verdict === "right") return;
  if (verdict === "unusable") throw unusable();
  if (verdict === "missing") throw missing(name, signed);
  if (verdict === "stale") throw stale(name);
  if (verdict === "early") {
    throw new Problem(401, "early_timestamp", "the delivery was signed too far in the future", {
      hint: "Give the time in seconds, not milliseconds, and check the clocks of both sides.",
    });
  }
  throw verdict === "unsigned" ? ofOtherKind(name, secrets) : wrong(name);
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

function missing(name: string, { config, headers }: Signed): Problem {
  const wanted = HEADERS[name] ?? [config.signature?.header.toLowerCase() ?? "authorization"];
  const absent = wanted.filter((header) => headers[header] === undefined);
  const verb = absent.length === 1 ? "header is" : "headers are";
  return new Problem(401, "missing_signature", `the ${absent.join(" and ")} ${verb} missing`, {
    hint: "Set the webhook's secret at the sender.",
    headers: challengeOf(name),
  });
}

function wrong(name: string): Problem {
  const [message, hint] = UNSIGNED[name] ?? [
    "the signature does not match the body",
    "Check that both sides have the same secret and that nothing rewrites the body.",
  ];
  return new Problem(401, "wrong_signature", message, { hint, headers: challengeOf(name) });
}

function stale(name: string): Problem {
  if (name === "jwt") {
    return new Problem(401, "stale_timestamp", "the token has expired", {
      hint: "Get a new token for each attempt.",
      headers: challengeOf(name),
    });
  }
  return new Problem(401, "stale_timestamp", "the delivery was signed too long ago", {
    hint: "Check the clocks of both sides, and sign each attempt anew.",
  });
}

/** The prefix of a secret says which signatures count. */
function ofOtherKind(name: string, secrets: string[]): Problem {
  const kinds = secrets.map((secret) => (/^wh[ps]k_/.test(secret) ? "v1a" : "v1"));
  const kind = name === "stripe" ? "v1" : [...new Set(kinds)].join(" or ");
  return new Problem(401, "wrong_signature", `there is no signature of kind ${kind}`, {
    hint: "The secret of the webhook says which kind counts: check that it is that of this sender.",
  });
}

function challengeOf(name: string): Record<string, string> {
  if (name === "basic") return { "www-authenticate": 'Basic realm="webhook", charset="UTF-8"' };
  return name === "bearer" || name === "jwt" ? { "www-authenticate": "Bearer" } : {};
}

function unusable(): Problem {
  return new Problem(503, "not_configured", "this webhook cannot check signatures");
}
