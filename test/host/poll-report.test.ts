import { describe, expect, test } from "vitest";
import { Complaints } from "../../tasks/host/complaints.ts";
import { Poller } from "../../tasks/host/poller.ts";

describe("a report", () => {
  const order = {
    ...{ organizationId: "o", pollId: "p", token: "t", source: "fake", timeoutMs: 1000 },
    request: { hash: "", validators: null, cursor: null, is_first: false, polled_at: null },
  };

  /** What the engine is told, when it does not take everything. */
  async function told(refuse: (answer: string) => Error | null): Promise<unknown[]> {
    const answers: unknown[] = [];
    let orders = [order];
    const engine = {
      claimPolls: async () => ({ count: orders.length, orders: orders.splice(0), dueInMs: null }),
      reportPoll: async (_order: unknown, answer: string) => {
        answers.push(JSON.parse(answer));
        const error = refuse(answer);
        if (error !== null) throw error;
        orders = [];
      },
    };
    const reported = Promise.withResolvers<void>();
    const poller = new Poller({
      engine,
      complaints: new Complaints(() => {}),
      env: {},
      sources: { fake: async () => ({ answer: { outcome: "answered" }, body: "x" }) },
      onReported: () => reported.resolve(),
    });
    poller.start();
    await reported.promise;
    await poller.stop();
    return answers;
  }

  test.for(["57014", "22P02"])("that ends in %s becomes a failure", async (code) => {
    const answers = await told((answer) =>
      answer.includes("failed")
        ? null
        : Object.assign(new Error("no"), { code, severity: "ERROR" }),
    );
    expect(answers).toMatchObject([{ outcome: "answered" }, { outcome: "failed" }]);
  });

  test("is made again when the connection was lost", async () => {
    let losses = 2;
    const answers = await told(() => (losses-- > 0 ? new Error("ECONNRESET") : null));
    expect(answers).toEqual(Array.from({ length: 3 }, () => ({ outcome: "answered" })));
  });
});
