import { createHmac } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { jwtVerify } from "jose";
import { describe, onTestFinished, vi } from "vitest";
import { banner, signedCurl } from "../../scripts/demo/banner.ts";
import { assertAlone, rememberDemo } from "../../scripts/demo/running.ts";
import { demoSecrets } from "../../scripts/demo/secrets.ts";
import { seedDemo } from "../../scripts/demo/seed.ts";
import { expect, test } from "../support/database.ts";

const SECRET = "a secret of the demo, which is not shown";
const WEBHOOK = { path: "demo/lead", event: "issues", body: `{"name":"O'Neil"}` };

describe("seedDemo", () => {
  test("answers the same however often it runs", async ({ db }) => {
    const client = await db.session();
    const first = await seedDemo(client, "http://127.0.0.1:4800");
    expect(await seedDemo(client, "http://127.0.0.1:4800")).toEqual(first);
    const members = await db.as({ sub: first.userId, org: first.organizationId }, (member) =>
      member.query("select role from sluice.organization_members"),
    );
    expect(members.rows).toEqual([{ role: "owner" }]);
  });
});

describe("demoSecrets", () => {
  test("are made once, for their owner's eyes", () => {
    const folder = mkdtempSync(join(tmpdir(), "sluice-demo-"));
    chmodSync(folder, 0o755);
    try {
      const secrets = demoSecrets(folder);
      expect(demoSecrets(folder)).toEqual(secrets);
      expect(secrets.jwtSecret.length).toBeGreaterThanOrEqual(32);
      expect(secrets.webhookSecret).not.toBe(secrets.jwtSecret);
      expect(statSync(join(folder, "secrets.json")).mode & 0o777).toBe(0o600);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("the banner", () => {
  test("has a token that the API accepts, and no secret", async () => {
    const text = await banner({
      ...{ url: "http://127.0.0.1:4800", seconds: "1.0", hasMail: true, isLocal: true },
      ...{ jwtSecret: SECRET, webhookSecret: SECRET },
      demo: { userId: "user", organizationId: "organization", webhook: WEBHOOK },
    });
    const token = /^ {2}(ey\S+)$/m.exec(text)?.[1] ?? "";
    const { payload } = await jwtVerify(token, new TextEncoder().encode(SECRET));
    expect(payload).toMatchObject({ sub: "user", org: "organization" });
    expect(text).not.toContain(SECRET);
  });

  test("has a command that a shell runs with the signed body", () => {
    const command = signedCurl("http://127.0.0.1:4800", WEBHOOK, SECRET);
    const shown = `curl() { printf '%s\\n' "$@"; }\n${command}`;
    const args = spawnSync("/bin/sh", ["-c", shown], { encoding: "utf8" }).stdout.split("\n");
    expect(args).toContain("http://127.0.0.1:4800/hooks/demo/lead");
    expect(args).toContain(WEBHOOK.body);
    const signature = createHmac("sha256", SECRET).update(WEBHOOK.body).digest("hex");
    expect(args).toContain(`x-hub-signature-256: sha256=${signature}`);
  });
});

describe("a second start in the same home", () => {
  test("is refused while the first lives, and only then", () => {
    const home = mkdtempSync(join(tmpdir(), "sluice-demo-"));
    vi.stubEnv("SLUICE_HOME", home);
    onTestFinished(() => {
      vi.unstubAllEnvs();
      rmSync(home, { recursive: true });
    });
    expect(() => assertAlone()).not.toThrow();
    const demo = { url: "http://127.0.0.1:4800", organizationId: "o", userId: "u" };
    rememberDemo({ ...demo, pid: process.ppid } as never);
    expect(() => assertAlone()).toThrow(/already, at http:\/\/127.0.0.1:4800: .*SLUICE_HOME/);
    rememberDemo({ ...demo, pid: spawnSync("true").pid } as never);
    expect(() => assertAlone()).not.toThrow();
  });
});
