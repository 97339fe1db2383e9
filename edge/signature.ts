import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { Problem } from "./problem.ts";

/** The signing schemes a webhook may have; `none` trusts its unguessable address. */
export function assertSigned(
  scheme: string,
  secret: string | null,
  headers: IncomingHttpHeaders,
  body: Buffer,
): void {
  if (scheme === "none") return;
  if (scheme !== "github" || secret === null) {
    throw new Problem(503, "not_configured", "this webhook cannot check signatures");
  }
  const given = headers["x-hub-signature-256"];
  if (typeof given !== "string") {
    throw new Problem(401, "missing_signature", "the x-hub-signature-256 header is missing", {
      hint: "Set the webhook's secret at the sender.",
    });
  }
  const wanted = createHmac("sha256", secret).update(body).digest();
  if (!isSame(given, wanted)) {
    throw new Problem(401, "wrong_signature", "the signature does not match the body", {
      hint: "Check that both sides have the same secret and that nothing rewrites the body.",
    });
  }
}

function isSame(given: string, wanted: Buffer): boolean {
  const hex = /^sha256=([0-9a-f]{64})$/i.exec(given)?.[1];
  return hex !== undefined && timingSafeEqual(Buffer.from(hex, "hex"), wanted);
}

/** The secret behind a reference such as `env:NAME`. */
export function resolveSecret(reference: string | null, env: NodeJS.ProcessEnv): string | null {
  const name = reference === null ? undefined : /^env:(\w+)$/.exec(reference)?.[1];
  const secret = name === undefined ? undefined : env[name];
  return secret === undefined || secret === "" ? null : secret;
}
