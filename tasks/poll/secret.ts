import { ActionError } from "../action-error.ts";

/** Of all variables only those that an operator has given to an organization are read. */
const SUFFIX = "_FOR";

/**
 * The value that a reference such as env:NAME stands for. The variable NAME_FOR says who may have
 * it sent where: pairs of an organization's id (or *) and a target (an origin, or sql), by commas.
 */
export function secretOf(
  reference: unknown,
  organizationId: string,
  target: string,
  env: NodeJS.ProcessEnv,
): string {
  const name = typeof reference === "string" ? reference.replace(/^env:/, "") : "";
  const value = env[name];
  const isGranted = (env[`${name}${SUFFIX}`] ?? "").split(",").some((grant) => {
    const [organization, allowed, ...rest] = grant.trim().split(/\s+/);
    const isOurs = organization === organizationId || organization === "*";
    return isOurs && allowed === target && rest.length === 0;
  });
  if (value !== undefined && value !== "" && isGranted) return value;
  throw new ActionError(
    "configuration",
    `the worker has no secret env:${name} that this organization may use for ${target}: set ${name}, and ${name}${SUFFIX} to '${organizationId} ${target}'`,
  );
}
