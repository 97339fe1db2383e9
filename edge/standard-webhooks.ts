/**
 * Standard Webhooks 1.0: the prefix of a secret says how it signs, so that a public key is never
 * taken for a shared one.
 */
import { createPrivateKey, createPublicKey, type KeyObject, verify } from "node:crypto";

/** So many signatures are tried: checking one is work that whoever sends them does not do. */
const SIGNATURES = 16;

const SIGNATURE_LENGTH = 64;

/** What stands before the bytes of a key in DER. */
const [PUBLIC, SECRET] = ["302a300506032b6570032100", "302e020100300506032b657004220420"].map(
  (hex) => Buffer.from(hex, "hex"),
);

/** Null for a shared secret; undefined for a key that is none. */
export function keyOf(secret: string): KeyObject | null | undefined {
  const prefix = /^wh[ps]k_/.exec(secret)?.[0];
  if (prefix === undefined) return null;
  const bytes = Buffer.from(secret.slice(prefix.length), "base64");
  try {
    const isPublic = prefix === "whpk_";
    if (isPublic && bytes.length !== 32) return undefined;
    return isPublic ? publicKey(bytes) : publicKeyOf(bytes);
  } catch {
    return undefined;
  }
}

/** The signatures count in their one canonical form only. */
export function isSignedBy(key: KeyObject, content: Buffer, signatures: string[]): boolean {
  return signatures
    .filter((one) => one.startsWith("v1a,"))
    .slice(0, SIGNATURES)
    .some((one) => {
      const bytes = Buffer.from(one.slice(4), "base64");
      const isCanonical = bytes.toString("base64") === one.slice(4);
      return isCanonical && bytes.length === SIGNATURE_LENGTH && verify(null, content, key, bytes);
    });
}

function publicKey(bytes: Buffer): KeyObject {
  const key = Buffer.concat([PUBLIC!, bytes]);
  return createPublicKey({ key, format: "der", type: "spki" });
}

/** A secret key is its seed, with or without the public key behind it. */
function publicKeyOf(bytes: Buffer): KeyObject | undefined {
  const [seed, rest] = [bytes.subarray(0, 32), bytes.subarray(32)];
  const der = Buffer.concat([SECRET!, seed]);
  const key = createPublicKey(createPrivateKey({ key: der, format: "der", type: "pkcs8" }));
  return rest.length === 0 || key.equals(publicKey(rest)) ? key : undefined;
}
