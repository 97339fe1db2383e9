import { spawn } from "node:child_process";
import {
  chmodSync,
  closeSync,
  cpSync,
  lchownSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { migrate } from "../../../scripts/migrate.ts";
import { serverAccount } from "../../../scripts/postgres/account.ts";
import { findBinaries } from "../../../scripts/postgres/binaries.ts";
import { serverEnvironment } from "../../../scripts/postgres/cluster.ts";
import { socketFolder } from "../../../scripts/postgres/folders.ts";
import { startPostgres, type LocalPostgres } from "../../../scripts/postgres/local.ts";
import { findPort } from "../../../scripts/postgres/ports.ts";
import { stopPostmaster } from "../../../scripts/postgres/postmaster.ts";
import { withDatabase, withRole } from "../../../scripts/postgres/url.ts";
import type { TestDatabase } from "../database.ts";
import type { Target } from "./proxy.ts";

const DATABASE = "sluice";
/** What is lost when the machine goes down is not what is tested; what is committed stays. */
const SETTINGS = {
  ...{ fsync: "off", max_wal_senders: "4", wal_level: "replica" },
  max_connections: "200",
};

/** A server of a test's own, which it crashes; its database is migrated. */
export class ChaosServer {
  readonly directory: string;
  #server: LocalPostgres | undefined;
  #pool: pg.Pool;

  private constructor(directory: string, server: LocalPostgres) {
    this.directory = directory;
    this.#server = server;
    this.#pool = openPool(urlOf(server.port));
  }

  static async start(): Promise<ChaosServer> {
    const directory = mkdtempSync(join(tmpdir(), "sluice-chaos-"));
    const server = await startPostgres({ directory, settings: SETTINGS });
    await migrate({ adminUrl: server.url(), database: DATABASE, current: true });
    return new ChaosServer(directory, server);
  }

  /** What the helpers of the other tests need of it. */
  get db(): TestDatabase {
    const { port } = this.#server!;
    const query: TestDatabase["query"] = async (text, values) =>
      (await this.#pool.query(text, values)).rows;
    return { query, workerUrl: withRole(urlOf(port), "sluice_worker") } as TestDatabase;
  }

  /** What migrates it, as its owner would. */
  get adminUrl(): string {
    return urlOf(this.#server!.port);
  }

  get target(): Target {
    return { host: "127.0.0.1", port: this.#server!.port };
  }

  /** It ends at once, as after a crash: what was under way is rolled back. */
  async crash(): Promise<void> {
    await stopPostmaster(join(this.directory, "data"), findBinaries().directory, "immediate");
  }

  async restart(): Promise<void> {
    const { port } = this.#server!;
    const { directory } = this;
    this.#server = await startPostgres({ directory, port, settings: SETTINGS });
  }

  /** A second server that has confirmed whatever this one says is committed. */
  async standBy(): Promise<ChaosServer> {
    const { port } = this.#server!;
    const directory = mkdtempSync(join(tmpdir(), "sluice-chaos-"));
    chmodSync(directory, 0o755);
    const data = join(directory, "data");
    await this.#copyTo(data);
    const standbyPort = await findPort();
    await runServer(directory, standbyPort, {
      ...SETTINGS,
      primary_conninfo: `host=127.0.0.1 port=${port} user=postgres`,
    });
    await this.#pool.query("alter system set synchronous_standby_names = '*'");
    await this.#pool.query("select pg_reload_conf()");
    const twin = { directory, port: standbyPort } as LocalPostgres;
    const standby = new ChaosServer(directory, twin);
    while (!(await this.#isInSync())) await sleep(20);
    return standby;
  }

  async promote(): Promise<void> {
    await this.#pool.query("alter system reset synchronous_standby_names");
    await this.#pool.query("select pg_promote()");
  }

  async close(): Promise<void> {
    await this.#pool.end();
    await this.crash();
    for (const path of [socketFolder(this.directory), this.directory]) {
      rmSync(path, { recursive: true, force: true });
    }
  }

  async #copyTo(data: string): Promise<void> {
    const client = await this.#pool.connect();
    try {
      await client.query("select pg_backup_start('standby', true)");
      const skipped = /\/data\/(postmaster\.(pid|opts)|pg_replslot\/.+)$/;
      cpSync(join(this.directory, "data"), data, {
        recursive: true,
        filter: (path) => !skipped.test(path),
      });
      const { rows } = await client.query<{ labelfile: string }>("select * from pg_backup_stop()");
      writeFileSync(join(data, "backup_label"), rows[0]!.labelfile);
      writeFileSync(join(data, "standby.signal"), "");
    } finally {
      client.release();
    }
    giveAll(data);
  }

  async #isInSync(): Promise<boolean> {
    const { rowCount } = await this.#pool.query(
      "select from pg_stat_replication where sync_state = 'sync' and state = 'streaming'",
    );
    return rowCount === 1;
  }
}

function urlOf(port: number): string {
  return withDatabase(`postgresql://postgres@127.0.0.1:${port}/postgres`, DATABASE);
}

function openPool(connectionString: string): pg.Pool {
  const pool = new pg.Pool({ connectionString, max: 3 });
  pool.on("error", () => undefined);
  return pool;
}

function giveAll(path: string): void {
  const { uid, gid } = serverAccount();
  if (uid === undefined || gid === undefined) return;
  for (const entry of readdirSync(path, { recursive: true, encoding: "utf8" })) {
    lchownSync(join(path, entry), uid, gid);
  }
  lchownSync(path, uid, gid);
  chmodSync(path, 0o700);
}

/** One that answers while it follows another: that is never reported as ready. */
async function runServer(directory: string, port: number, settings: Record<string, string>) {
  const all = { ...settings, port: `${port}`, listen_addresses: "127.0.0.1" };
  const sockets = socketFolder(directory);
  const args = Object.entries({ ...all, unix_socket_directories: sockets }).flatMap(
    ([name, value]) => ["-c", `${name}=${value}`],
  );
  const log = openSync(join(directory, "server.log"), "w");
  const postgres = join(findBinaries().directory, "postgres");
  const server = spawn(postgres, ["-D", join(directory, "data"), ...args], {
    ...serverAccount(),
    ...{ cwd: "/", env: serverEnvironment(), stdio: ["ignore", log, log], detached: true },
  });
  closeSync(log);
  server.unref();
  for (;;) {
    const client = new pg.Client({ connectionString: urlOf(port) });
    client.on("error", () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      if (server.exitCode !== null) {
        throw new Error(readFileSync(join(directory, "server.log"), "utf8"));
      }
      await sleep(50);
    }
  }
}
