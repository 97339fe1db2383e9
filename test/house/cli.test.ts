import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describeError } from "../../scripts/errors.ts";
import { findPostgres } from "../../scripts/postgres/local.ts";
import { findBinaries } from "../../scripts/postgres/binaries.ts";

let home = "";

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "sluice-cli-"));
  // where root runs this, the server's account has to get in
  chmodSync(home, 0o755);
});

afterAll(async () => {
  await sluice(["db", "stop"]);
  rmSync(home, { recursive: true });
});

function run(args: string[], env: NodeJS.ProcessEnv = {}) {
  const { PATH, PG_BIN } = process.env;
  return spawn(process.execPath, ["scripts/cli.ts", ...args], {
    env: { PATH, PG_BIN, SLUICE_HOME: home, SLUICE_PORT: "0", ...env },
  });
}

async function sluice(args: string[], { input = "", env = {} } = {}) {
  const child = run(args, env);
  child.stdin.end(input);
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close") as Promise<[number | null]>,
  ]);
  return { code, out, err };
}

/** What listening on a port fails with that is taken. */
async function taken(port: number): Promise<unknown> {
  const [error] = await once(createServer().listen(port, "127.0.0.1"), "error");
  return error;
}

function localServer() {
  return findPostgres(join(home, "pg", `${findBinaries().version}`));
}

describe("sluice", () => {
  test("lists its commands", async () => {
    const { code, out } = await sluice(["--help"]);
    expect(code).toBe(0);
    expect(out).toMatch(/usage: sluice <command>[\s\S]*start[\s\S]*worker[\s\S]*db/);
  });

  test.each(["start", "api", "worker", "migrate", "db", "doctor"])(
    "explains %s",
    async (command) => {
      const { code, out } = await sluice([command, "--help"]);
      expect(code).toBe(0);
      expect(out).toContain(`usage: sluice ${command}`);
    },
  );

  test.each([
    [["nonsense"], "there is no command nonsense"],
    [["constructor"], "there is no command constructor"],
    [["db"], "db needs a command"],
    [["db", "nonsense"], "there is no command db nonsense"],
    [["start", "--nonsense"], "Unknown option '--nonsense'\nhint: With --help"],
    [["worker"], "SLUICE_WORKER_DATABASE_URL is not set\nhint: Set it, or DATABASE_URL"],
    [["api"], "SLUICE_JWT_SECRET is not set\nhint: "],
    [["migrate"], "DATABASE_URL is not set\nhint: "],
    [["doctor"], "DATABASE_URL is not set, and the local database is not running\nhint: "],
    [["crm", "install"], "DATABASE_URL is not set, and the local database is not running\nhint: "],
  ])("refuses %j", async (args, message) => {
    const { code, err } = await sluice(args);
    expect(err).toContain(`sluice: ${message}`);
    expect(err).not.toContain("    at ");
    expect(code).toBe(2);
  });

  test("refuses an action that it does not know", async () => {
    const env = { DATABASE_URL: "postgresql://me:secret@127.0.0.1:1/app" };
    const { code, err } = await sluice(["worker", "--actions", "http_request,nothing"], { env });
    expect(err).toMatch(/^sluice: there is no action nothing\nhint: There are .*http_request/);
    expect(code).toBe(2);
  });

  test("says that no database answers, without the password", async () => {
    const env = { DATABASE_URL: "postgresql://me:secret@127.0.0.1:1/app" };
    const { code, err } = await sluice(["migrate"], { env });
    expect(code).toBe(1);
    expect(err).toContain("Nothing listens there.");
    expect(err).not.toContain("secret");
  });
});

describe("sluice db", () => {
  test("starts a migrated database that answers SQL, and stops it", async () => {
    expect((await sluice(["db", "status"])).code).toBe(3);
    expect((await sluice(["db", "sql", "-c", "select 1"])).err).toContain("is not running");
    expect((await sluice(["db", "start"])).out).toMatch(/^started: postgresql:/);
    expect((await sluice(["db", "status"])).code).toBe(0);
    const input = "select count(*) as workflows from workflows;\nselect 'b' as a";
    const { code, out } = await sluice(["db", "sql"], { input });
    expect(out).toBe(" workflows\n-----------\n         0\n(1 row)\n\n a\n---\n b\n(1 row)\n\n");
    expect(code).toBe(0);
    expect((await sluice(["db", "stop"])).out).toBe("stopped\n");
    expect((await sluice(["db", "status"])).code).toBe(3);
  });

  test("shows all that the database says about an error, and ends with 1", async () => {
    await sluice(["db", "start"]);
    const input = `do $$ begin
      raise exception using errcode = 'SLSTA', message = 'wrong', detail = 'It is.', hint = 'Ask.';
    end $$;
    select 'not reached';`;
    const { code, out, err } = await sluice(["db", "sql"], { input });
    expect(err).toContain("ERROR:  SLSTA: wrong\nDETAIL:  It is.\nHINT:  Ask.\n");
    expect(out).toBe("");
    expect(code).toBe(1);
    const position = await sluice(["db", "sql", "-c", "select 1\nfrm x"]);
    expect(position.err).toContain("LINE 2: frm x\n            ^");
  });

  test("resets the database only when told twice", async () => {
    await sluice(["db", "start"]);
    await sluice(["db", "sql", "-c", "create table public.mine ()"]);
    expect((await sluice(["db", "reset"])).err).toContain("nothing was reset");
    expect((await sluice(["db", "reset", "--yes"])).code).toBe(0);
    const { out } = await sluice(["db", "sql", "-c", "select to_regclass('public.mine') as it"]);
    expect(out).toBe(" it\n----\n\n(1 row)\n\n");
  });
});

describe("sluice start", () => {
  /** Starts, waits for the banner, and answers it with the URL that it names. */
  async function start() {
    const child = run(["start"]);
    child.stdin.end();
    let output = "";
    const banner = new Promise<void>((resolve, reject) => {
      child.stdout.on("data", (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes("Sluice is ready")) resolve();
      });
      child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
      child.once("exit", () => reject(new Error(output)));
    });
    await banner;
    const url = /http:\/\/[\d.:]+/.exec(output)?.[0] ?? "";
    return { child, url, output };
  }

  async function end(child: ReturnType<typeof run>, signal: NodeJS.Signals) {
    const ended = once(child, "exit");
    child.kill(signal);
    return (await ended) as [number | null, NodeJS.Signals | null];
  }

  test.each(["SIGTERM", "SIGINT"] as const)("stops everything at %s", async (signal) => {
    await sluice(["db", "stop"]);
    const { child, url, output } = await start();
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/mail`)).status).toBe(200);
    expect((await fetch(`${url}/hooks/nobody`, { method: "POST" })).status).toBe(404);
    expect(output).toMatch(/^ {2}ey[\w-]+\.[\w-]+\.[\w-]+$/m);
    expect(await end(child, signal)).toEqual([0, null]);
    expect(localServer()).toBeUndefined();
    await expect(fetch(url)).rejects.toThrow("fetch failed");
  });

  test("goes on after it was killed, and cleans up then", async () => {
    await sluice(["db", "stop"]);
    const first = await start();
    await end(first.child, "SIGKILL");
    expect(localServer()).toBeDefined();
    const second = await start();
    expect(await end(second.child, "SIGTERM")).toEqual([0, null]);
    expect(localServer()).toBeUndefined();
  });

  test("leaves a server alone that was started for good", async () => {
    await sluice(["db", "start"]);
    const { child } = await start();
    expect(await end(child, "SIGTERM")).toEqual([0, null]);
    expect(localServer()).toBeDefined();
  });

  test("says that the port is taken", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    try {
      const { port } = other.address() as AddressInfo;
      const { code, err } = await sluice(["start"], { env: { SLUICE_PORT: `${port}` } });
      expect(err).toContain(`port ${port} of 127.0.0.1 is taken\nhint: `);
      expect(code).toBe(2);
      expect(describeError(await taken(port))).toMatch(/EADDRINUSE.*\nhint: Something listens/s);
    } finally {
      other.close();
    }
  });
});
