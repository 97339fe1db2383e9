import { SignJWT } from "jose";
import type { Demo } from "./seed.ts";

/** A token of the demo's user, good for 30 days. */
export async function signToken({ userId, organizationId }: Demo, secret: string): Promise<string> {
  return new SignJWT({ org: organizationId })
    .setProtectedHeader({ alg: "HS256" })
    .setAudience("sluice")
    .setSubject(userId)
    .setIssuedAt()
    .setExpirationTime("30d")
    .sign(new TextEncoder().encode(secret));
}
