/** Everything the environment decides, read and checked in one place. */
import { z } from "zod";
import { databaseOf, withRole } from "./postgres/url.ts";

const SECRET_LENGTH = 32;

const databaseUrl = z
  .string()
  .refine((url) => /^postgres(ql)?:\/\//.test(url), "must start with postgresql://")
  .refine((url) => isUrlWithDatabase(url), "must name a database: postgresql://host/database");

const wholeNumber = (least: number, most: number) =>
  z.coerce
    .number("must be a number")
    .int("must be a whole number")
    .min(least, `must be at least ${least}`)
    .max(most, `must be at most ${most}`);

const cidr = z.union([z.cidrv4(), z.cidrv6()], "must be networks such as 10.0.0.0/8");

const variables = z.object({
  DATABASE_URL: databaseUrl.optional(),
  SLUICE_API_DATABASE_URL: databaseUrl.optional(),
  SLUICE_WORKER_DATABASE_URL: databaseUrl.optional(),
  SLUICE_HOST: z.string().default("127.0.0.1"),
  SLUICE_PORT: wholeNumber(0, 65_535).default(4800),
  SLUICE_JWT_SECRET: z
    .string()
    .min(SECRET_LENGTH, `must have at least ${SECRET_LENGTH} characters`)
    .optional(),
  SLUICE_SMTP_URL: z.url({ protocol: /^smtps?$/, error: "must be smtp://host:port" }).optional(),
  SLUICE_MAIL_FROM: z.string().optional(),
  SLUICE_CONCURRENCY: wholeNumber(1, 10_000).default(50),
  SLUICE_DIRECT_DATABASE_URL: databaseUrl.optional(),
  SLUICE_ACTIONS: z.string().transform(listOf).optional(),
  SLUICE_GRACE_SECONDS: wholeNumber(0, 86_400).default(15),
  SLUICE_METRICS_HOST: z.string().default("127.0.0.1"),
  SLUICE_METRICS_PORT: wholeNumber(0, 65_535).optional(),
  SLUICE_PUBLIC_URL: z.url({ protocol: /^https?$/, error: "must be https://host" }).optional(),
  SLUICE_TRUSTED_PROXIES: wholeNumber(0, 10).default(0),
  SLUICE_HTTP_ALLOW: z.string().transform(listOf).pipe(z.array(cidr)).optional(),
  NODE_ENV: z.string().optional(),
  GRAPHILE_ENV: z.string().optional(),
});

export interface Config {
  databaseUrl: string | undefined;
  apiDatabaseUrl: string | undefined;
  workerDatabaseUrl: string | undefined;
  host: string;
  port: number;
  jwtSecret: string | undefined;
  smtpUrl: string | undefined;
  concurrency: number;
  /** The worker's database past a pooler. */
  directDatabaseUrl: string | undefined;
  /** What the worker serves; all there is if not said. */
  actions: string[] | undefined;
  graceSeconds: number;
  metricsHost: string;
  /** Not given: there are no metrics. */
  metricsPort: number | undefined;
  /** What senders call this server; they sign it. */
  publicUrl: string | undefined;
  /** How many proxies before it append to X-Forwarded-For. */
  trustedProxies: number;
  isDevelopment: boolean;
}

/** An environment, or a command line, that cannot work; its message says what to do. */
export class UsageError extends Error {
  override name = "UsageError";
}

export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  // an empty variable is one that is not set
  const entries = Object.entries(env).filter(([, value]) => value !== "");
  const { data, error } = variables.safeParse(Object.fromEntries(entries));
  if (error) throw new UsageError(describeProblems(error));
  const { DATABASE_URL } = data;
  return {
    databaseUrl: DATABASE_URL,
    apiDatabaseUrl: data.SLUICE_API_DATABASE_URL ?? apiUrl(DATABASE_URL),
    workerDatabaseUrl: data.SLUICE_WORKER_DATABASE_URL ?? workerUrl(DATABASE_URL),
    host: data.SLUICE_HOST,
    port: data.SLUICE_PORT,
    jwtSecret: data.SLUICE_JWT_SECRET,
    smtpUrl: data.SLUICE_SMTP_URL,
    concurrency: data.SLUICE_CONCURRENCY,
    directDatabaseUrl: data.SLUICE_DIRECT_DATABASE_URL,
    actions: data.SLUICE_ACTIONS,
    graceSeconds: data.SLUICE_GRACE_SECONDS,
    metricsHost: data.SLUICE_METRICS_HOST,
    metricsPort: data.SLUICE_METRICS_PORT,
    publicUrl: data.SLUICE_PUBLIC_URL,
    trustedProxies: data.SLUICE_TRUSTED_PROXIES,
    isDevelopment: (data.GRAPHILE_ENV ?? data.NODE_ENV) === "development",
  };
}

/** The value, or the sentence that says which variable to set. */
export function required<T>(value: T | undefined, variable: string): T {
  if (value === undefined) throw new UsageError(`${variable} is not set\nhint: ${HINTS[variable]}`);
  return value;
}

const HINTS: Record<string, string> = {
  DATABASE_URL: "Write postgresql://user:password@host:5432/database, or use `sluice start`.",
  SLUICE_API_DATABASE_URL: "Set it, or DATABASE_URL from which it is derived.",
  SLUICE_WORKER_DATABASE_URL:
    "Set it, or DATABASE_URL from which it is derived; `sluice db url` prints that of `npm start`.",
  SLUICE_JWT_SECRET: `Set ${SECRET_LENGTH} random characters or more; they sign the API's tokens.`,
};

function apiUrl(url: string | undefined): string | undefined {
  return url && withRole(url, "sluice_authenticator");
}

function workerUrl(url: string | undefined): string | undefined {
  return url && withRole(url, "sluice_worker");
}

export function listOf(text: string): string[] {
  return text.split(",").map((item) => item.trim());
}

function isUrlWithDatabase(url: string): boolean {
  try {
    return databaseOf(url) !== "";
  } catch {
    return false;
  }
}

/** Names the variables, never their values: some are secret. */
function describeProblems(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${String(path[0])} ${message}`).join("\n");
}
