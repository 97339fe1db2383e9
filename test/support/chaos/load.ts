/** The workflows of a siege, and what an execution of each comes to, whatever happens meanwhile. */
import { definition, manual, type Node } from "../engine.ts";

interface Outcome {
  status: "completed" | "failed";
  /** Of what the last node put out. */
  output: unknown;
  errorClass: string | null;
  /** What it calls, each with one key. */
  paths: string[];
  /** What it writes into the tenant's table, each once. */
  labels: string[];
}

export interface Kind {
  readonly name: string;
  readonly draft: object;
  /** Waits for an event that has the execution's number as key. */
  readonly awaits?: boolean;
  outcome(n: number): Outcome;
}

export const EVENT = "siege.go";
const CHILD = "siege-child";

type Manner = "ok" | "flaky" | "broken";

const PATIENT = { max_attempts: 20, initial: "50 milliseconds", max: "200 milliseconds" };
const send = (label: string, manner: Manner) => ({
  method: "POST",
  url: `{{ trigger.payload.base }}/${manner}/{{ trigger.payload.n }}/${label}`,
});
const note = (label: string) => ({ n: "{{ trigger.payload.n }}", label });

const http = (id: string, data: object = {}, label = id, manner: Manner = "ok"): Node => ({
  id,
  type: "action",
  data: { action: "http_request", input: send(label, manner), retry: PATIENT, ...data },
});
const tally = (id: string, label = id, data: object = {}): Node => ({
  id,
  type: "action",
  data: { action: "tally", input: note(label), ...data },
});
const last = (got: unknown, data: object = {}): Node => ({
  id: "last",
  type: "action",
  data: { action: "data.set", input: { n: "{{ trigger.payload.n }}", got }, ...data },
});
const inside = (parentId: string, ...nodes: Node[]): Node[] =>
  nodes.map((node) => ({ ...node, parentId }));

const range = (count: number) => Array.from({ length: count }, (_, index) => index);
const ok = (n: number, ...labels: string[]) => labels.map((label) => `/ok/${n}/${label}`);
const done = (n: number, got: unknown, paths: string[], labels: string[]): Outcome => ({
  status: "completed",
  output: { last: { n, got } },
  errorClass: null,
  paths,
  labels,
});

const WIDTH = 6;
const ITEMS = 4;
const TURNS = 3;
const LANES = 8;

const child: Kind = {
  name: CHILD,
  draft: definition(
    [manual, http("x", {}, "child/x"), tally("y", "child/y"), last("{{ steps.x.output.status }}")],
    ["start → x", "x → y", "y → last"],
  ),
  outcome: (n) => done(n, 200, ok(n, "child/x"), ["child/y"]),
};

const line: Kind = {
  name: "siege-line",
  draft: definition(
    [manual, http("a"), tally("b"), http("c"), http("d"), last("{{ steps.d.output.body.path }}")],
    ["start → a", "a → b", "b → c", "c → d", "d → last"],
  ),
  outcome: (n) => done(n, `/ok/${n}/d`, ok(n, "a", "c", "d"), ["b"]),
};

const fan: Kind = {
  name: "siege-fan",
  draft: definition(
    [
      manual,
      ...range(WIDTH).map((index) => http(`a${index}`)),
      tally("joined", "joined", { join: { kind: "every" } }),
      last("{{ steps.a0.output.status }}"),
    ],
    [
      ...range(WIDTH).flatMap((index) => [`start → a${index}`, `a${index} → joined`]),
      "joined → last",
    ],
  ),
  outcome: (n) => done(n, 200, ok(n, ...range(WIDTH).map((index) => `a${index}`)), ["joined"]),
};

const each: Kind = {
  name: "siege-each",
  draft: definition(
    [
      manual,
      {
        id: "each",
        type: "foreach",
        data: { items: "{{ trigger.payload.items }}", concurrency: 2 },
      },
      ...inside("each", http("send", {}, "item/{{ index }}"), tally("note", "item/{{ index }}")),
      last("{{ steps.each.status }}"),
    ],
    ["start → each", "send → note", "each → last"],
  ),
  outcome: (n) => {
    const labels = range(ITEMS).map((index) => `item/${index}`);
    return done(n, "completed", ok(n, ...labels), labels);
  },
};

const turns: Kind = {
  name: "siege-turns",
  draft: definition(
    [
      manual,
      { id: "turns", type: "loop", data: { until: "$.index >= 2", max_iterations: 9 } },
      ...inside("turns", tally("note", "turn/{{ index }}"), http("send", {}, "turn/{{ index }}")),
      last("{{ steps.turns.status }}"),
    ],
    ["start → turns", "note → send", "turns → last"],
  ),
  outcome: (n) => {
    const labels = range(TURNS).map((index) => `turn/${index}`);
    return done(n, "completed", ok(n, ...labels), labels);
  },
};

const waits: Kind = {
  name: "siege-waits",
  awaits: true,
  draft: definition(
    [
      manual,
      { id: "nap", type: "wait", data: { for: "300 milliseconds" } },
      http("a"),
      {
        id: "go",
        type: "wait",
        data: {
          events: [{ port: "came", name: EVENT, match: "{{ trigger.payload.n }}" }],
          timeout: "10 hours",
        },
      },
      tally("b"),
      last("{{ steps.go.output.event.payload.n }}"),
    ],
    ["start → nap", "nap → a", "a → go", "go:came → b", "b → last"],
  ),
  outcome: (n) => done(n, n, ok(n, "a"), ["b"]),
};

const flaky: Kind = {
  name: "siege-flaky",
  draft: definition(
    [manual, tally("a"), http("b", {}, "b", "flaky"), tally("c"), last("{{ steps.b.status }}")],
    ["start → a", "a → b", "b → c", "c → last"],
  ),
  outcome: (n) => done(n, "completed", [`/flaky/${n}/b`], ["a", "c"]),
};

const FAILS = { retry: { max_attempts: 2, initial: "50 milliseconds" } };

const broken: Kind = {
  name: "siege-broken",
  draft: definition(
    [manual, tally("a"), http("b", FAILS, "b", "broken"), tally("c")],
    ["start → a", "a → b", "b → c"],
  ),
  outcome: (n) => ({
    status: "failed",
    output: null,
    errorClass: "http",
    paths: [`/broken/${n}/b`],
    labels: ["a"],
  }),
};

const rescued: Kind = {
  name: "siege-rescued",
  draft: definition(
    [manual, http("b", FAILS, "b", "broken"), tally("c"), last("{{ steps.b.status }}")],
    ["start → b", "b:error → c", "c → last"],
  ),
  outcome: (n) => done(n, "failed", [`/broken/${n}/b`], ["c"]),
};

const calls: Kind = {
  name: "siege-calls",
  draft: definition(
    [
      manual,
      http("a"),
      {
        id: "call",
        type: "call",
        data: {
          workflow: CHILD,
          wait: true,
          input: { n: "{{ trigger.payload.n }}", base: "{{ trigger.payload.base }}" },
        },
      },
      tally("b"),
      last("{{ steps.call.output.last.got }}"),
    ],
    ["start → a", "a → call", "call → b", "b → last"],
  ),
  outcome: (n) => done(n, 200, ok(n, "a", "child/x"), ["child/y", "b"]),
};

const limited: Kind = {
  name: "siege-limited",
  draft: definition(
    [
      manual,
      http("a", { limits: [{ key: "siege-{{ trigger.payload.lane }}", concurrency: 2 }] }),
      tally("b"),
      http("c", { limits: [{ key: "alone-{{ trigger.payload.n }}", concurrency: 1 }] }),
      last("{{ steps.c.output.status }}"),
    ],
    ["start → a", "a → b", "b → c", "c → last"],
    { limits: [{ key: "{{ trigger.payload.lane }}", concurrency: 2, on_limit: "queue" }] },
  ),
  outcome: (n) => done(n, 200, ok(n, "a", "c"), ["b"]),
};

const locked: Kind = {
  name: "siege-locked",
  draft: definition(
    [
      manual,
      { id: "alone", type: "group", data: { lock: "siege-{{ trigger.payload.lane }}" } },
      ...inside("alone", http("a"), tally("b")),
      last("{{ steps.alone.status }}"),
    ],
    ["start → alone", "a → b", "alone → last"],
  ),
  outcome: (n) => done(n, "completed", ok(n, "a"), ["b"]),
};

const saga: Kind = {
  name: "siege-saga",
  draft: definition(
    [
      manual,
      { id: "saga", type: "group", data: { compensate: true } },
      ...inside(
        "saga",
        http("a", { compensate: { action: "http_request", input: send("undo/a", "ok") } }),
        tally("b", "b", { compensate: { action: "tally", input: note("undo/b") } }),
        http("boom", { retry: { max_attempts: 1 } }, "boom", "broken"),
      ),
      tally("after"),
      last("{{ steps.saga.status }}"),
    ],
    ["start → saga", "a → b", "b → boom", "saga:error → after", "after → last"],
  ),
  outcome: (n) =>
    done(n, "failed", [...ok(n, "a", "undo/a"), `/broken/${n}/boom`], ["b", "undo/b", "after"]),
};

/** The one that is called comes first. */
export const KINDS: readonly Kind[] = [
  ...[child, line, fan, each, turns, waits, flaky],
  ...[broken, rescued, calls, limited, locked, saga],
];

/** What an execution is started with; those of one lane share limits and a lock. */
export const inputOf = (n: number, base: string) => ({
  ...{ n, base },
  lane: n % LANES,
  items: range(ITEMS),
});
