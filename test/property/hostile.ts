/** Workflows that are valid, and what may come into them. */
import fc from "fast-check";
import { garbage, hostile, json, Raw, write } from "./hostile-json.ts";

const source = (before: string[]) =>
  fc.constantFrom(
    ...["$.trigger.payload", "$.trigger.payload.a", "$.trigger.payload.a[0]", "$.trigger", "$.now"],
    ...before.flatMap((id) => [`$.steps.${id}.output`, `$.steps.${id}.output.*.a`]),
  );

const steps = fc.constantFrom(
  ...["", "", "[*]", "[last]", ".**", ".**{2 to 4}", ".*", ".size()", ".type()", ".double()"],
  ...[".keyvalue()", ".datetime()", ".abs()", ".ceiling()", " + 1", " / 0", " * 1e300", " % 0.1"],
  ...[" ? (@ > 1)", ' ? (@ like_regex "(a|aa)+$")', ' ? (@.a == "x" || !(@ < 2))', "[1 to 99999]"],
);

const filter = fc.constantFrom(
  ...['default("x")', "json", "parse_json", "length", "slice(-1000000, 5)", "upper", "title"],
  ...["truncate(0)", 'replace("", "x")', 'split("")', "slug", 'pad_start(10000, "\u{1F600}")'],
  ...[
    "url_encode",
    "url_decode",
    "base64",
    "base64_decode",
    "md5",
    "sha256",
    "number",
    "round(20)",
  ],
  ...["floor", "abs", "plus(1e300)", "times(1e300)", "divided_by(1e-300)", "modulo(0.1)"],
  ...["format_number(20)", 'date("J TZ RN")', 'add("-9999 days")', 'start_of("week")', "unix"],
  ...["from_unix", "first", "last", "join", "unique", "sort", "reverse", "flatten", "compact"],
  ...['pluck("a")', "sum", "min", "max", "keys", "values", 'pick("a")', 'omit("a", "")'],
);

const template = (before: string[]) =>
  fc
    .tuple(source(before), steps, fc.array(filter, { maxLength: 3 }), fc.boolean())
    .map(([from, then, filters, isWhole]) => {
      const one = `{{ ${[from + then, ...filters].join(" | ")} }}`;
      return isWhole ? one : `<${one}>`;
    });

const condition = (before: string[]): fc.Arbitrary<unknown> =>
  fc.oneof(
    fc
      .tuple(
        source(before),
        steps,
        fc.constantFrom(' == "x"', " > 1", " <= null", ' like_regex "^(a+)+$"', ' starts with "x"'),
      )
      .filter(([, then]) => !then.includes("?") && !/[+*/%]/.test(then.replaceAll("*]", "")))
      .map((parts) => parts.join("")),
    fc.tuple(source(before), steps).map(([from, then]) => `exists(${from}${then})`),
    fc
      .tuple(
        fc.constantFrom("trigger.payload", "trigger.payload.a", "trigger.payload[0]"),
        fc.constantFrom(
          ...[
            ["equals", 1],
            ["greater_than", "a"],
            ["between", [1, 2]],
            ["in", ["a", "b"]],
          ],
          ...[["contains", "a"], ["matches", "(a|b)*c$"], ["before", "2026-01-01"], ["is_empty"]],
          ...[["not_contains", 1], ["starts_with", "x"], ["is_true"], ["not_exists"]],
        ),
        fc.boolean(),
      )
      .map(([field, [operator, value], not]) => ({
        combinator: "or",
        not,
        rules: [{ field, operator, ...(value === undefined ? {} : { value }) }],
      })),
  );

const mostly = <T, U>(usual: fc.Arbitrary<T>, other: fc.Arbitrary<U>) =>
  fc.oneof({ weight: 5, arbitrary: usual }, { weight: 1, arbitrary: other });

interface Node {
  id: string;
  type: string;
  parentId?: string;
  data: Record<string, unknown>;
}

const step = (id: string, before: string[]): fc.Arbitrary<Node[]> => {
  const text = template(before);
  const input = fc.oneof(
    text,
    json(300)
      .filter((one) => !one.includes("{{"))
      .map((one) => new Raw(one)),
  );
  const policy = { on_error: fc.constantFrom("fail", "continue", "continue") };
  const node = (type: string, data: Record<string, fc.Arbitrary<unknown>>, need: string[]) =>
    fc.record(data, { requiredKeys: need }).map((made): Node[] => [{ id, type, data: made }]);
  const around = (type: string, data: Record<string, fc.Arbitrary<unknown>>, need: string[]) =>
    node(type, data, need).map((nodes): Node[] => {
      const inside = { action: "data.set", input: { x: "{{ item }}", y: "<{{ index }}>" } };
      return [...nodes, { id: `${id}i`, type: "action", parentId: id, data: inside }];
    });
  const run_if = mostly(fc.constant("exists($.trigger)"), condition(before));
  const duration = mostly(fc.constant("1 h"), text);
  const cache = fc.record({
    ttl: fc.constant("1 h"),
    key: text.filter((one) => !one.includes("$.now")),
  });
  const retry = fc.constant({ max_attempts: 2, initial: "1 s", max: "1 s" });
  const set = fc.record({ x: input, y: text });
  const action = (name: string) => ({ action: fc.constant(name), input: set, cache, run_if });
  const events = mostly(fc.constant("k"), text).map((match) => [
    { port: "got", name: "order.paid", match },
  ]);
  return fc.oneof(
    node("action", { ...action("act"), retry, ...policy }, ["action", "input", "on_error"]),
    node("action", { ...action("data.set"), ...policy }, ["action", "input", "on_error"]),
    node("wait", { for: duration, run_if }, ["for"]),
    node("wait", { until: mostly(fc.constant("{{ now }}"), text), timeout: duration }, ["until"]),
    node("wait", { events, timeout: fc.constant("1 h") }, ["events", "timeout"]),
    node(
      "wait",
      {
        local: fc.record({
          time: mostly(fc.constant("09:00"), text),
          zone: mostly(fc.constant("UTC"), text),
        }),
      },
      ["local"],
    ),
    node(
      "choice",
      {
        mode: fc.constant("all"),
        cases: fc
          .tuple(run_if, run_if)
          .map((each) => each.map((when, n) => ({ port: `p${n}`, when }))),
      },
      ["mode", "cases"],
    ),
    around(
      "foreach",
      { items: mostly(fc.constant("{{ trigger.payload.list }}"), text), collect: input, ...policy },
      ["items", "on_error"],
    ),
    around("loop", { until: run_if, carry: input, max_iterations: fc.constant(2), ...policy }, [
      "until",
      "max_iterations",
      "on_error",
    ]),
    node("end", { scope: fc.constantFrom("branch", "execution"), output: input }, ["scope"]),
  );
};

export interface Attack {
  definition: string;
  /** Whether a webhook starts it, with these headers. */
  headers: string | null;
  payload: string;
  /** What its worker steps report, in turn. */
  reports: [outcome: "completed" | "failed", text: string][];
  event: { payload: string; key: string | null };
}

const IDS = ["a", "b", "c", "d"];

const trigger = fc.oneof(
  fc.constant({ trigger: "manual" }),
  fc.record(
    {
      trigger: fc.constant("webhook_received"),
      filter: mostly(fc.constant("exists($.trigger)"), condition([])).filter(isOfTrigger),
      dedupe: fc
        .tuple(source([]), steps)
        .map((parts) => parts.join(""))
        .filter(isOfTrigger),
    },
    { requiredKeys: ["trigger"] },
  ),
);

function isOfTrigger(expression: unknown): boolean {
  return typeof expression !== "string" || !expression.includes("$.now");
}

const payload = fc.oneof(
  hostile,
  fc
    .tuple(hostile, hostile, fc.array(hostile, { maxLength: 5 }))
    .map(([a, b, list]) => `{"a":${a},"b":${b},"list":[${list.join()}]}`),
);

export const attack: fc.Arbitrary<Attack> = trigger.chain((data) =>
  fc.record({
    definition: fc
      .tuple(
        fc.tuple(...IDS.map((id, n) => step(id, IDS.slice(0, n)))),
        fc.array(mostly(fc.constant(null), condition([])), { minLength: 4, maxLength: 4 }),
      )
      .map(([steps_, guards]) => write(chain(data, steps_, guards))),
    headers: data.trigger === "manual" ? fc.constant(null) : hostile,
    payload: data.trigger === "manual" ? payload : fc.oneof(payload, garbage),
    reports: fc.array(fc.tuple(fc.constantFrom("completed", "completed", "failed"), garbage), {
      minLength: 1,
      maxLength: 4,
    }),
    event: fc.record({
      payload: hostile,
      key: fc.option(
        fc
          .string({ unit: "binary", minLength: 1, maxLength: 9 })
          .map((one) => one.replaceAll("\0", "0")),
      ),
    }),
  }),
);

/** One after another; the trigger leads to each of them, so that each has its turn. */
function chain(data: object, steps_: Node[][], guards: unknown[]): object {
  const start: Node = { id: "start", type: "trigger", data: { ...data } };
  const last = steps_.findIndex(([first]) => first!.type === "end");
  const kept = last < 0 ? steps_ : steps_.slice(0, last + 1);
  const line = [start, ...kept.map(([first]) => first!)];
  const edges = line.slice(1).flatMap((target, n) => {
    const { id, type } = line[n]!;
    const when = guards[n] ?? undefined;
    const guard = when === undefined ? {} : { data: { when } };
    const own = (type === "choice" ? ["p0", "p1"] : ["main"]).map((sourceHandle) => ({
      ...{ source: id, target: target.id, sourceHandle },
      ...guard,
    }));
    return n === 0 ? own : [...own, { source: "start", target: target.id }];
  });
  return { nodes: [start, ...kept.flat()], edges };
}
