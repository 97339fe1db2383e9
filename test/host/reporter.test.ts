import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { Binder } from "../../tasks/host/binder.ts";
import { Engine, type Report, type Statement } from "../../tasks/host/engine.ts";
import { Reporter } from "../../tasks/host/reporter.ts";

type Answerer = (statement: Statement, call: number) => unknown[] | Promise<unknown[]>;

/** An engine whose database is a function; it sees every statement. */
async function engineOf(answer: Answerer) {
  const calls: Statement[] = [];
  const database = {
    async query(statement: Statement) {
      if (statement.name === "register_worker") return { rows: [{ epoch: "7" }] };
      calls.push(statement);
      return { rows: await answer(statement, calls.length) };
    },
  };
  const worker = { workerId: "w", host: "h", pid: 1, actions: ["act"], concurrency: 1 };
  const registration = { ...worker, version: "1.2.3" };
  return { engine: await Engine.register(database, registration), calls };
}

async function reporterOf(answer: Answerer) {
  const lines: string[] = [];
  const { engine, calls } = await engineOf(answer);
  const log = (line: string) => lines.push(line);
  return { reporter: new Reporter({ engine, log, onRecorded: () => {} }), calls, lines };
}

function reportOf(token: string, organizationId = "o", executionId = `x${token}`): Report {
  const lease = {
    organizationId,
    executionId,
    token,
    nodeId: "n",
    action: "act",
  };
  return {
    lease: { ...lease, attempt: 1, key: "k", input: "null", timeoutMs: null, crashes: 0 },
    outcome: "completed",
    result: `"${token}"`,
  };
}

const tokensOf = ({ values }: Statement) => values[4] as string[];

function recorded(statement: Statement, verdict = "recorded"): unknown[] {
  return tokensOf(statement).map((token) => ({ token, verdict, next_token: null }));
}

function sqlError(code: string): Error {
  return Object.assign(new Error(code), { code, severity: "ERROR" });
}

describe("the reporter", () => {
  test("lets nobody wait for the batches of others, one batch beside them at a time", async () => {
    const release = Promise.withResolvers<void>();
    const { reporter, calls } = await reporterOf(async (statement) => {
      await release.promise;
      return recorded(statement);
    });
    const flood = Array.from({ length: 800 }, async (_, n) => reporter.report(reportOf(`${n}`)));
    await turn();
    await turn();
    expect(calls.map((call) => tokensOf(call).length)).toEqual([250, 250]);
    const others = ["p", "q", "p", "o"].map(async (owner, n) =>
      reporter.report(reportOf(`${1000 + n}`, owner)),
    );
    await turn();
    await turn();
    expect(calls.slice(2).map(tokensOf)).toEqual([["1000", "1001", "1002"]]);
    const late = reporter.report(reportOf("1004", "r"));
    await turn();
    await turn();
    expect(calls).toHaveLength(3);
    release.resolve();
    const answers = await Promise.all([...flood, ...others, late]);
    expect(answers.map(({ verdict }) => verdict)).toEqual(answers.map(() => "recorded"));
    expect(calls.flatMap(tokensOf)).toHaveLength(805);
  });

  test("sends 16 MB at once, of results and of the inputs that others like them may have", async () => {
    const { reporter, calls } = await reporterOf((statement) => recorded(statement));
    const large = "x".repeat(6_000_000);
    const reports = Array.from({ length: 6 }, (_, n) => {
      const report = reportOf(`${n}`);
      return n < 3
        ? { ...report, result: large }
        : { ...report, lease: { ...report.lease, input: large } };
    });
    const answers = await Promise.all(
      [...reports, reportOf("6")].map((report) => reporter.report(report)),
    );
    expect(answers.map(({ verdict }) => verdict)).toEqual(answers.map(() => "recorded"));
    expect(calls.map(tokensOf)).toEqual([["0", "1", "2"], ["3", "4", "5"], ["6"]]);
  });

  test("gathers reports while batches are in flight", async () => {
    const release = Promise.withResolvers<void>();
    const { reporter, calls } = await reporterOf(async (statement) => {
      await release.promise;
      return recorded(statement);
    });
    const first = [reporter.report(reportOf("1")), reporter.report(reportOf("2"))];
    await turn();
    const second = [3, 4, 5].map((token) => reporter.report(reportOf(String(token))));
    await turn();
    expect(calls.map(tokensOf)).toEqual([["1", "2"]]);
    release.resolve();
    await Promise.all([...first, ...second]);
    expect(calls.map(tokensOf)).toEqual([
      ["1", "2"],
      ["3", "4", "5"],
    ]);
  });

  test("sends what one execution reports in one batch at a time, and others beside it", async () => {
    const release = Promise.withResolvers<void>();
    const { reporter, calls } = await reporterOf(async (statement) => {
      await release.promise;
      return recorded(statement);
    });
    const wide = Array.from({ length: 300 }, async (_, n) =>
      reporter.report(reportOf(`${n}`, "o", "wide")),
    );
    const others = Array.from({ length: 60 }, async (_, n) =>
      reporter.report(reportOf(`${400 + n}`)),
    );
    await turn();
    await turn();
    expect(calls.map((call) => tokensOf(call).length)).toEqual([250, 60]);
    expect(tokensOf(calls[1]!)[0]).toBe("400");
    release.resolve();
    await Promise.all([...wide, ...others]);
    expect(tokensOf(calls[2]!)).toEqual(Array.from({ length: 50 }, (_, n) => `${250 + n}`));
  });

  test("sends at most 250 a batch and two batches at once", async () => {
    let inFlight = 0;
    let most = 0;
    const { reporter, calls } = await reporterOf(async (statement) => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await turn();
      inFlight -= 1;
      return recorded(statement);
    });
    const reports = Array.from({ length: 1300 }, (_none, token) => reportOf(String(token + 1)));
    await Promise.all(reports.map((report) => reporter.report(report)));
    expect(Math.max(...calls.map((call) => tokensOf(call).length))).toBe(250);
    expect(calls.flatMap(tokensOf)).toHaveLength(1300);
    expect(most).toBe(2);
  });

  test("sends the same tokens again when the reply was lost", async () => {
    const { reporter, calls, lines } = await reporterOf((statement, call) => {
      if (call === 1) throw new Error("Connection terminated unexpectedly");
      return recorded(statement);
    });
    const answers = await Promise.all(["1", "2"].map((token) => reporter.report(reportOf(token))));
    expect(answers.map(({ verdict }) => verdict)).toEqual(["recorded", "recorded"]);
    expect(calls.map((call) => call.values)).toEqual([calls[0]?.values, calls[0]?.values]);
    expect(lines).toEqual([
      "reporting failed: Connection terminated unexpectedly",
      "reporting works again",
    ]);
  });

  test.each(["57014", "40P01", "55P03", "22P02"])(
    "splits a batch on %s, so that one report does not hold back the others",
    async (code) => {
      const { reporter, calls } = await reporterOf((statement, call) => {
        if (call <= 4 && tokensOf(statement).includes("3")) throw sqlError(code);
        return recorded(statement);
      });
      const tokens = ["1", "2", "3", "4"];
      const answers = await Promise.all(tokens.map((token) => reporter.report(reportOf(token))));
      expect(answers.every(({ verdict }) => verdict === "recorded")).toBe(true);
      expect(calls.slice(0, 4).map(tokensOf)).toEqual([tokens, ["1", "2"], ["3", "4"], ["3"]]);
    },
  );

  test("fails the step whose result the database does not take", async () => {
    const { reporter, calls } = await reporterOf((statement) => {
      const [outcome] = statement.values[5] as string[];
      if (outcome === "completed") throw sqlError("22P02");
      return recorded(statement);
    });
    const { verdict } = await reporter.report(reportOf("1"));
    expect(verdict).toBe("recorded");
    const [result] = calls.at(-1)!.values[6] as string[];
    expect(JSON.parse(result!)).toMatchObject({ class: "unrecordable", retryable: false });
  });

  test("advances at once the executions that were deferred", async () => {
    const { reporter, calls } = await reporterOf((statement) => {
      if (statement.name === "advance_executions") return [];
      const verdicts = ["recorded", "deferred"];
      return tokensOf(statement).map((token, index) => ({
        token,
        verdict: verdicts[index],
        next_token: null,
      }));
    });
    await Promise.all(["1", "2"].map((token) => reporter.report(reportOf(token))));
    await reporter.flush();
    expect(calls.map(({ name }) => name)).toEqual(["complete_steps", "advance_executions"]);
    expect(calls[1]?.values).toEqual([["o"], ["x2"]]);
  });

  test("hands back the step that follows", async () => {
    const next = {
      next_organization_id: "o",
      next_token: "9",
      next_execution_id: "x",
      next_node_id: "b",
      next_action: "act",
      next_attempt: 1,
      next_idempotency_key: "k9",
      next_input: "{}",
      next_timeout_ms: 50,
    };
    const { reporter } = await reporterOf(() => [{ token: "1", verdict: "recorded", ...next }]);
    const answer = await reporter.report(reportOf("1"));
    expect(answer.next).toMatchObject({ token: "9", nodeId: "b", key: "k9", timeoutMs: 50 });
  });

  test("does not insist when this worker is no longer known", async () => {
    const { reporter, calls } = await reporterOf(() => {
      throw sqlError("SLSTL");
    });
    await expect(reporter.report(reportOf("1"))).rejects.toThrow("SLSTL");
    expect(calls).toHaveLength(1);
  });

  test("gives up when it is told to", async () => {
    const { reporter } = await reporterOf(() => {
      throw new Error("connect ECONNREFUSED");
    });
    const report = reporter.report(reportOf("1"));
    await turn();
    reporter.giveUp();
    await expect(report).rejects.toThrow("ECONNREFUSED");
  });
});

describe("the binder", () => {
  const row = { organization_id: "o", token: "1", execution_id: "x", node_id: "n", action: "act" };
  const bound = { ...row, attempt: 2, idempotency_key: "k", input: "[1]", timeout_ms: null };

  test("answers each lease, and null for one that is not ours", async () => {
    const { engine, calls } = await engineOf(() => [bound]);
    const binder = new Binder(engine, () => {});
    const leases = ["1", "2"].map((token) => binder.bind({ organizationId: "o", token }));
    expect(await Promise.all(leases)).toEqual([
      expect.objectContaining({ token: "1", attempt: 2, input: "[1]" }),
      null,
    ]);
    expect(calls.map(({ values }) => values)).toEqual([["w", "7", ["o", "o"], ["1", "2"]]]);
  });

  test("asks again when the connection was lost, but not when it is stale", async () => {
    const { engine } = await engineOf((_statement, call) => {
      if (call === 1) throw Object.assign(new Error("reset"), { code: "ECONNRESET" });
      if (call === 2) return [bound];
      throw sqlError("SLSTL");
    });
    const binder = new Binder(engine, () => {});
    const lease = { organizationId: "o", token: "1" };
    expect(await binder.bind(lease)).toMatchObject({ token: "1" });
    await expect(binder.bind(lease)).rejects.toThrow("SLSTL");
  });
});
