import { join } from "node:path";
import pg from "pg";
import type { Command } from "../cli.ts";
import { readConfig, required } from "../config.ts";
import type { Config } from "../config.ts";
import { banner } from "../demo/banner.ts";
import { catchRequests } from "../demo/request-catcher.ts";
import { assertAlone, rememberDemo } from "../demo/running.ts";
import { demoSecrets } from "../demo/secrets.ts";
import { installCrm } from "../crm.ts";
import { seedDemo } from "../demo/seed.ts";
import type { Demo } from "../demo/seed.ts";
import { parseOptions } from "../errors.ts";
import { migrate } from "../migrate.ts";
import { startApi, startSteps, stopFirst } from "../parts.ts";
import { LOCAL_DATABASE, borrowCheckoutPostgres } from "../postgres/checkout.ts";
import { stateFolder } from "../postgres/folders.ts";
import { listen } from "../server.ts";
import type { Route } from "../server.ts";
import { runService } from "../service.ts";
import type { Service } from "../service.ts";

export const start: Command = {
  help: `usage: sluice start [--no-demo]

Everything in one process: PostgreSQL, migrations, the GraphQL API, webhooks and a worker, with a
demo organization in it and a mailbox that catches what workflows send. The data stays.

  --no-demo      leaves the demo out
  DATABASE_URL   uses this database instead of a local one: no demo then, no local secrets
  SLUICE_HOST, SLUICE_PORT   where to listen; 127.0.0.1 and 4800 if not set
  SLUICE_HOME    the folder for the local data`,

  async run(args) {
    const { values } = parseOptions({ args, options: { "no-demo": { type: "boolean" } } });
    const given = readConfig();
    const isLocal = given.databaseUrl === undefined;
    if (!isLocal) required(given.jwtSecret, "SLUICE_JWT_SECRET");
    const hasDemo = isLocal && !values["no-demo"];
    if (hasDemo) assertAlone();
    return runService((service) => setUp(service, given, isLocal, hasDemo));
  },
};

async function setUp(
  service: Service,
  given: Config,
  isLocal: boolean,
  hasDemo: boolean,
): Promise<void> {
  const start = performance.now();
  // Graphile's modules read it when they are loaded
  if (isLocal) process.env["GRAPHILE_ENV"] ||= "development";
  const server = await listen(given.host, given.port);
  // loaded while the database starts
  const modules = Promise.all([import("../../graphql/server.ts"), import("graphile-worker")]);
  modules.catch(() => undefined);
  const databaseUrl = await provideDatabase(service, given.databaseUrl);
  const demo = hasDemo ? await seed(databaseUrl, server.url) : undefined;
  await modules;
  const secrets = isLocal ? demoSecrets(stateFolder()) : undefined;
  const mail = isLocal && !given.smtpUrl ? await startMail(service) : undefined;
  const env: NodeJS.ProcessEnv = {
    ...(secrets && { SLUICE_JWT_SECRET: secrets.jwtSecret }),
    ...(secrets && { DEMO_WEBHOOK_SECRET: secrets.webhookSecret }),
    ...(mail && { SLUICE_SMTP_URL: mail.url, SLUICE_MAIL_FROM: "sluice@localhost" }),
    ...(isLocal && { SLUICE_HTTP_ALLOW: "127.0.0.0/8" }),
    ...(demo && { DEMO_WEBHOOK_SECRET_FOR: `${demo.organizationId} webhook` }),
    ...withoutEmpty(process.env),
    DATABASE_URL: databaseUrl,
  };
  const config = readConfig(env);
  const { api, edges } = await startApi(service, config, env);
  await startSteps(service, config, env);
  const requests = demo && catchRequests(join(stateFolder(), "requests.jsonl"));
  server.open(
    api,
    [...edges, mail?.route, requests].filter((route) => route !== undefined),
  );
  stopFirst(service, server);
  console.log(
    await banner({
      ...{ url: server.url, hasMail: mail !== undefined, isLocal, demo },
      seconds: ((performance.now() - start) / 1000).toFixed(1),
      jwtSecret: required(config.jwtSecret, "SLUICE_JWT_SECRET"),
      webhookSecret: env["DEMO_WEBHOOK_SECRET"] ?? "",
    }),
  );
}

/** The given database, or that of the local server, which is made to run; migrated either way. */
async function provideDatabase(service: Service, given: string | undefined): Promise<string> {
  if (given !== undefined) {
    await migrate({ adminUrl: given });
    return given;
  }
  const { server, release } = await borrowCheckoutPostgres();
  service.onStop("PostgreSQL", release);
  await migrate({ adminUrl: server.url(), database: LOCAL_DATABASE, current: true });
  return server.url(LOCAL_DATABASE);
}

async function seed(databaseUrl: string, url: string): Promise<Demo> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await installCrm(client);
    const demo = await seedDemo(client, url);
    rememberDemo({ ...demo, url, pid: process.pid });
    return demo;
  } finally {
    await client.end();
  }
}

async function startMail(service: Service): Promise<{ url: string; route: Route }> {
  const { startMailCatcher } = await import("../mail-catcher.ts");
  const catcher = await startMailCatcher({ directory: join(stateFolder(), "mail") });
  service.onStop("the mail catcher", () => catcher.close());
  return { url: catcher.url, route: catcher };
}

function withoutEmpty(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
}
