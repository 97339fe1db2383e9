/** What the server itself needs is nobody's, whatever is granted. */
const OWN = /^(SLUICE_.*|DATABASE_URL)$/;

const REFERENCE = /^(?:env:)?(\w+)$/;

/**
 * The value that a reference such as env:NAME stands for; null where there is none that this
 * organization may use so. The variable NAME_FOR says who may: pairs of an organization's id (or
 * *) and what for, by commas.
 */
export function grantedSecret(
  reference: unknown,
  organizationId: string,
  target: string,
  env: NodeJS.ProcessEnv,
): string | null {
  const name = typeof reference === "string" ? REFERENCE.exec(reference)?.[1] : undefined;
  if (name === undefined || OWN.test(name)) return null;
  const isGranted = (env[`${name}_FOR`] ?? "").split(",").some((grant) => {
    const [organization, allowed, ...rest] = grant.trim().split(/\s+/);
    const isOurs = organization === organizationId || organization === "*";
    return isOurs && allowed === target && rest.length === 0;
  });
  return isGranted ? env[name] || null : null;
}
