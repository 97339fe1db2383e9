/**
 * One server for the whole run and one migrated template in it, which every test file clones:
 * TEST_DATABASE_URL if set, else a container where a Docker engine answers, else our own binaries.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, readdirSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { migrate } from "../../scripts/migrate.ts";
import { startPostgres } from "../../scripts/postgres/local.ts";

declare module "vitest" {
  export interface ProvidedContext {
    adminUrl: string;
    template: string;
  }
}

interface Server {
  adminUrl: string;
  stop(): Promise<void>;
}

const ROOT = resolve(import.meta.dirname, "../..");
const LOCK = 7_305_828_402;
const DOCKER_SOCKET = "/var/run/docker.sock";

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await provideServer();
  try {
    project.provide("template", await provideTemplate(server.adminUrl));
  } catch (error) {
    await server.stop();
    throw error;
  }
  project.provide("adminUrl", server.adminUrl);
  // in watch mode the sources may have changed since
  project.onTestsRerun(async () =>
    project.provide("template", await provideTemplate(server.adminUrl)),
  );
  return server.stop;
}

async function provideServer(): Promise<Server> {
  const adminUrl = process.env["TEST_DATABASE_URL"];
  if (adminUrl) return { adminUrl, stop: async () => undefined };
  if (!process.env["PG_BIN"] && (await hasDocker())) return startContainer();
  const directory = mkdtempSync(join(tmpdir(), "sluice-test-"));
  const server = await startPostgres({ directory, isEphemeral: true });
  return { adminUrl: server.url(), stop: () => server.stop() };
}

/** Looks for the socket first: to import testcontainers takes a second. */
async function hasDocker(): Promise<boolean> {
  if (!process.env["DOCKER_HOST"] && !existsSync(DOCKER_SOCKET)) return false;
  const { getContainerRuntimeClient } = await import("testcontainers");
  return getContainerRuntimeClient().then(
    () => true,
    () => false,
  );
}

async function startContainer(): Promise<Server> {
  const { PostgreSqlContainer } = await import("@testcontainers/postgresql");
  const container = await new PostgreSqlContainer("postgres:18-alpine")
    .withUsername("postgres")
    .withCommand(["postgres", "-c", "fsync=off", "-c", "max_connections=300"])
    .withTmpFs({ "/var/lib/postgresql": "rw" })
    .start();
  const stop = async () => void (await container.stop());
  return { adminUrl: container.getConnectionUri(), stop };
}

/** The template of exactly these sources; runs that share a server build it once. */
async function provideTemplate(adminUrl: string): Promise<string> {
  const template = `sluice_template_${hashOfSources()}`;
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query("select pg_advisory_lock($1)", [LOCK]);
    const { rowCount } = await admin.query(
      "select from pg_database where datname = $1 and datistemplate",
      [template],
    );
    if (rowCount === 0) await buildTemplate(admin, adminUrl, template);
    return template;
  } finally {
    await admin.end();
  }
}

async function buildTemplate(admin: pg.Client, adminUrl: string, template: string): Promise<void> {
  await admin.query(`drop database if exists ${template} with (force)`);
  await migrate({ adminUrl, database: template, current: true, root: ROOT });
  await admin.query(`alter database ${template} with is_template true allow_connections false`);
  const others = "select from pg_stat_activity where datname = $1";
  while ((await admin.query(others, [template])).rowCount !== 0) await sleep(10);
}

/** Everything that decides what the migrated database looks like. */
function hashOfSources(): string {
  const hash = createHash("sha256");
  const lists = ["db", "scripts/migrate.ts", "package.json", "generated/actions.json", ".gmrc"];
  for (const file of lists.flatMap((path) => filesUnder(join(ROOT, path)))) {
    hash.update(file).update("\0").update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex").slice(0, 12);
}

function filesUnder(path: string): string[] {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .map((name) => join(path, name))
    .filter((file) => statSync(file).isFile())
    .sort();
}
