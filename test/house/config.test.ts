import { describe, expect, test } from "vitest";
import { readConfig, required } from "../../scripts/config.ts";
import {
  databaseOf,
  localUrl,
  withDatabase,
  withRole,
  withoutPassword,
} from "../../scripts/postgres/url.ts";

const URL_ = "postgresql://me:secret@db.example:5432/app";

describe("readConfig", () => {
  test("has a value for everything that can do without one", () => {
    expect(readConfig({})).toMatchObject({
      databaseUrl: undefined,
      host: "127.0.0.1",
      port: 4800,
      concurrency: 50,
      actions: undefined,
      graceSeconds: 15,
      isDevelopment: false,
    });
  });

  test("derives the logins of the parts from the admin's", () => {
    const config = readConfig({ DATABASE_URL: URL_ });
    expect(config.apiDatabaseUrl).toBe(`${URL_}?options=-c%20role%3Dsluice_authenticator`);
    expect(config.workerDatabaseUrl).toBe(`${URL_}?options=-c%20role%3Dsluice_worker`);
  });

  test("prefers a login of its own", () => {
    const worker = "postgresql://sluice_worker@db.example/app";
    const config = readConfig({ DATABASE_URL: URL_, SLUICE_WORKER_DATABASE_URL: worker });
    expect(config.workerDatabaseUrl).toBe(worker);
  });

  test("reads a list of actions", () => {
    expect(readConfig({ SLUICE_ACTIONS: "a, b" }).actions).toEqual(["a", "b"]);
  });

  test("takes an empty variable for one that is not set", () => {
    expect(readConfig({ DATABASE_URL: "", SLUICE_PORT: "" }).port).toBe(4800);
  });

  test.each([
    [{ DATABASE_URL: "mysql://x/y" }, "DATABASE_URL must start with postgresql://"],
    [{ DATABASE_URL: "postgresql://host" }, "DATABASE_URL must name a database"],
    [{ SLUICE_PORT: "http" }, "SLUICE_PORT must be a number"],
    [{ SLUICE_PORT: "70000" }, "SLUICE_PORT must be at most 65535"],
    [{ SLUICE_CONCURRENCY: "0" }, "SLUICE_CONCURRENCY must be at least 1"],
    [{ SLUICE_GRACE_SECONDS: "-1" }, "SLUICE_GRACE_SECONDS must be at least 0"],
    [{ SLUICE_HTTP_ALLOW: "10.0.0.0/8,here" }, "SLUICE_HTTP_ALLOW must be networks"],
    [{ SLUICE_SMTP_URL: "http://x" }, "SLUICE_SMTP_URL must be smtp://host:port"],
  ])("refuses %o", (env, message) => {
    expect(() => readConfig(env)).toThrow(message);
  });

  test("names the variable of a secret that is too short, but not the secret", () => {
    const read = () => readConfig({ SLUICE_JWT_SECRET: "hunter2" });
    expect(read).toThrow("SLUICE_JWT_SECRET must have at least 32 characters");
    expect(read).not.toThrow("hunter2");
  });

  test("says which variable is needed", () => {
    expect(() => required(undefined, "DATABASE_URL")).toThrow("DATABASE_URL is not set\nhint: ");
  });
});

describe("connection strings", () => {
  test("keep other options beside the role", () => {
    const url = withRole(`${URL_}?options=-c%20jit%3Doff`, "sluice_worker");
    expect(new URL(url).searchParams.get("options")).toBe("-c jit=off -c role=sluice_worker");
  });

  test("may have a user and no host, as libpq allows", () => {
    const url = withDatabase("postgresql://me@/app?host=%2Frun%2Fpg&port=5433", "other");
    expect(databaseOf(url)).toBe("other");
    expect(new URL(url).searchParams.get("host")).toBe("/run/pg");
    expect(new URL(url).username).toBe("me");
  });

  test("are shown without a password", () => {
    expect(withoutPassword(`${URL_}?password=secret`)).not.toContain("secret");
  });

  test("name the socket of a local server, and its port for those that cannot use one", () => {
    expect(localUrl("app", 4801, "/run/pg")).toBe(
      "postgresql://postgres@localhost:4801/app?host=%2Frun%2Fpg",
    );
    expect(localUrl("app", 4801)).toBe("postgresql://postgres@127.0.0.1:4801/app");
  });
});
