/**
 * How senders show who they are. A signature is compared as the text that it was sent as, for
 * several texts stand for the same bytes; and in constant time.
 */
import { createHash, createHmac, createPublicKey, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { jwtVerify } from "jose";
import type { WebhookConfig } from "./registration.ts";
import { isSignedBy, keyOf } from "./standard-webhooks.ts";

/**
 * Unsigned is what has no signature of the kind that counts; unusable a secret that nothing can be
 * checked with.
 */
export type Verdict = "right" | "wrong" | "missing" | "stale" | "early" | "unsigned" | "unusable";

export interface Signed {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** As the sender wrote it: Twilio signs it. */
  readonly url: string;
  /** The time of the server, and how far from it a timestamp may be, in seconds. */
  readonly now: number;
  readonly tolerance: number;
  readonly config: WebhookConfig;
}

export type Scheme = (signed: Signed, secret: string) => Verdict | Promise<Verdict>;

const HEX = "hex" as const;

export const schemes: Record<string, Scheme> = {
  basic: ({ headers }, secret) =>
    judge(credentialsOf(headers, "basic"), [Buffer.from(secret, "utf8").toString("base64")]),

  bearer: ({ headers }, secret) => judge(credentialsOf(headers, "bearer"), [secret]),

  jwt: verifyToken,

  hmac({ headers, body, config }, secret) {
    const { header = "", algorithm = "sha256", encoding = HEX } = config.signature ?? {};
    const given = textOf(headers, header.toLowerCase());
    const mac = createHmac(algorithm, secret).update(body).digest(encoding);
    return anyOf(given?.split(","), [mac, `${algorithm}=${mac}`]);
  },

  github: ({ headers, body }, secret) =>
    judge(textOf(headers, "x-hub-signature-256"), [`sha256=${mac(secret, body)}`]),

  stripe({ headers, body, ...clock }, secret) {
    const given = textOf(headers, "stripe-signature");
    if (given === undefined) return "missing";
    const parts = given.split(",").map((part) => part.split(/=(.*)/s));
    const [time, ...others] = parts.flatMap(([name, value]) => (name === "t" ? [value ?? ""] : []));
    if (time === undefined || others.length > 0) return "wrong";
    const signatures = parts.flatMap(([name, value]) => (name === "v1" ? [value ?? ""] : []));
    if (signatures.length === 0) return "unsigned";
    return timed(time, clock, anyOf(signatures, [mac(secret, `${time}.`, body)]));
  },

  slack({ headers, body, ...clock }, secret) {
    const time = textOf(headers, "x-slack-request-timestamp");
    if (time === undefined) return "missing";
    const wanted = `v0=${mac(secret, `v0:${time}:`, body)}`;
    return timed(time, clock, judge(textOf(headers, "x-slack-signature"), [wanted]));
  },

  atlas({ headers, body, ...clock }, secret) {
    const time = textOf(headers, "x-atlas-timestamp");
    if (time === undefined) return "missing";
    const wanted = `sha256=${mac(secret, `${time}.`, body)}`;
    return timed(time, clock, judge(textOf(headers, "x-atlas-signature"), [wanted]));
  },

  standard_webhooks({ headers, body, ...clock }, secret) {
    const publicKey = keyOf(secret);
    const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
    if (publicKey === undefined || key.length === 0) return "unusable";
    const [id, time] = [textOf(headers, "webhook-id"), textOf(headers, "webhook-timestamp")];
    const given = textOf(headers, "webhook-signature")?.split(" ");
    if (id === undefined || time === undefined || given === undefined) return "missing";
    const kind = publicKey === null ? "v1," : "v1a,";
    if (!given.some((one) => one.startsWith(kind))) return "unsigned";
    const head = `${id}.${time}.`;
    if (publicKey === null) {
      return timed(time, clock, anyOf(given, [`v1,${mac(key, head, body, "base64")}`]));
    }
    const isRight = isSignedBy(publicKey, Buffer.concat([Buffer.from(head), body]), given);
    return timed(time, clock, isRight ? "right" : "wrong");
  },

  telegram: ({ headers }, secret) =>
    judge(textOf(headers, "x-telegram-bot-api-secret-token"), [secret]),

  twilio({ headers, body, url }, secret) {
    const given = textOf(headers, "x-twilio-signature");
    const type = headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
    let signed = url;
    if (type === "application/x-www-form-urlencoded") {
      const fields = new Set([...new URLSearchParams(body.toString("utf8"))].map(pairText));
      signed += [...fields]
        .toSorted()
        .map((pair) => pair.replace("\0", ""))
        .join("");
    } else if (body.length > 0) {
      const said = new URL(url).searchParams.get("bodySHA256");
      const hash = createHash("sha256").update(body).digest(HEX);
      if (said === null || !isSame(said, hash)) return "wrong";
    }
    return judge(given, [createHmac("sha1", secret).update(signed).digest("base64")]);
  },
};

/** Sorts by the name first: nothing comes before the separator. */
const pairText = ([name, value]: [string, string]) => `${name}\0${value}`;

function mac(
  secret: string | Buffer,
  head: string | Buffer,
  body: Buffer = Buffer.alloc(0),
  encoding: "hex" | "base64" = HEX,
): string {
  return createHmac("sha256", secret).update(head).update(body).digest(encoding);
}

function textOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === "string" ? value : undefined;
}

/** The name of the scheme may be in any case. */
function credentialsOf(headers: IncomingHttpHeaders, scheme: string): string | undefined {
  const given = textOf(headers, "authorization");
  const [name = "", ...others] = given?.split(" ") ?? [];
  return given === undefined || name.toLowerCase() !== scheme ? given : others.join(" ");
}

function judge(given: string | undefined, wanted: string[]): Verdict {
  return anyOf(given === undefined ? undefined : [given], wanted);
}

function anyOf(given: string[] | undefined, wanted: string[]): Verdict {
  if (given === undefined) return "missing";
  const isRight = given.some((one) => wanted.some((other) => isSame(one, other)));
  return isRight ? "right" : "wrong";
}

/** The hashes have one length, so that nothing is told by how long it takes. */
function isSame(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => createHash("sha256").update(text).digest());
  return timingSafeEqual(left!, right!);
}

/** A timestamp counts only as part of what is signed, and only in whole seconds. */
function timed(
  time: string,
  { now, tolerance }: Pick<Signed, "now" | "tolerance">,
  verdict: Verdict,
): Verdict {
  if (verdict !== "right") return verdict;
  if (!/^\d{1,15}$/.test(time)) return "wrong";
  const age = now - Number(time);
  if (age > tolerance) return "stale";
  return age < -tolerance ? "early" : "right";
}

const isCanonical = (part: string) => Buffer.from(part, "base64url").toString("base64url") === part;

/** The kind of key says which algorithms count, never the token. */
async function verifyToken({ headers, now, config }: Signed, secret: string): Promise<Verdict> {
  const token = credentialsOf(headers, "bearer");
  if (token === undefined) return "missing";
  if (!token.split(".").every(isCanonical)) return "wrong";
  const isPublic = secret.includes("-----BEGIN");
  try {
    const key = isPublic ? createPublicKey(secret) : new TextEncoder().encode(secret);
    await jwtVerify(token, key, {
      ...config.jwt,
      algorithms: isPublic
        ? ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "ES512", "EdDSA"]
        : ["HS256", "HS384", "HS512"],
      requiredClaims: ["exp"],
      currentDate: new Date(now * 1000),
    });
    return "right";
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ERR_JWT_EXPIRED"
      ? "stale"
      : "wrong";
  }
}
