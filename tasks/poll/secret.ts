import { ActionError } from "../action-error.ts";
import { grantedSecret } from "../granted-secret.ts";

/** The secret that an operator has given to an organization for a target: an origin, or sql. */
export function secretOf(
  reference: unknown,
  organizationId: string,
  target: string,
  env: NodeJS.ProcessEnv,
): string {
  const value = grantedSecret(reference, organizationId, target, env);
  if (value !== null) return value;
  const name = typeof reference === "string" ? reference.replace(/^env:/, "") : "";
  throw new ActionError(
    "configuration",
    `the worker has no secret env:${name} that this organization may use for ${target}: set ${name}, and ${name}_FOR to '${organizationId} ${target}'`,
  );
}
