/**
 * What a workflow does, as the rules R1 to R8 of its semantics say it: one execution, one event
 * after the other. It is an oracle, so it is written from the rules and shares nothing with the
 * engine.
 */
import type {
  DefinedEdge,
  DefinedNode,
  Event,
  Failure,
  Json,
  NodeState,
  Outcome,
  Setting,
  Status,
} from "./language.ts";

/** Where several steps fire at once and one of them ends the frame, which ones were quicker. */
export type Claims = (node: string) => boolean;

type Effect =
  | { kind: "under way"; status: "running" | "waiting" }
  | { kind: "settled"; status: Status; ports: string[]; output: Json; closes?: Status };

const UNDER_WAY: ReadonlySet<Status> = new Set(["running", "waiting", "retrying"]);

export class Interpreter {
  status: "running" | Status = "running";
  /** The statuses that the steps which ended the frame asked for; more than one if at once. */
  closedAs: Status[] = [];
  /** Ends that completed. */
  readonly ends: DefinedNode[] = [];
  readonly nodes = new Map<string, NodeState>();
  /** Edge → live; an edge that is not here is unresolved. */
  readonly edges = new Map<string, boolean>();
  readonly #setting: Setting;
  #decided: { node: DefinedNode; effect: () => Effect }[] = [];
  readonly #seen = new Set<string>();

  constructor(setting: Setting) {
    this.#setting = setting;
    for (const { id } of setting.definition.nodes) {
      this.nodes.set(id, { status: "pending", attempt: 1, output: undefined, begun: false });
    }
  }

  /** R1. */
  start(claims?: Claims): this {
    for (const node of this.#setting.definition.nodes) {
      if (node.type !== "trigger") continue;
      const fires = node.id === this.#setting.trigger;
      this.#settle(node, fires ? settled("completed", ["main"]) : settled("skipped", []));
    }
    return this.#run(claims);
  }

  apply(event: Event, claims?: Claims): this {
    if (event.kind === "cancel") {
      this.#close(["cancelled"]);
      return this;
    }
    const node = this.#setting.definition.nodes.find(({ id }) => id === event.node)!;
    const state = this.nodes.get(node.id)!;
    if (state.status === "retrying") {
      state.status = "running";
      return this;
    }
    if (state.status === "waiting") this.#decide(node, () => settled("completed", portsOf(node)));
    else this.#report(node, state);
    return this.#run(claims);
  }

  /** What can happen next, in the order of the definition. */
  pending(): Event[] {
    return this.#setting.definition.nodes.flatMap(({ id }): Event[] => {
      const { status } = this.nodes.get(id)!;
      if (status === "running") return [{ kind: "report", node: id }];
      return UNDER_WAY.has(status) ? [{ kind: "elapse", node: id }] : [];
    });
  }

  outcomeOf(node: string): Outcome {
    const script = this.#setting.outcomes[node] ?? [];
    return script[this.nodes.get(node)!.attempt - 1] ?? script.at(-1) ?? { output: {} };
  }

  /** R6, for what a worker reports: the retry policy first. */
  #report(node: DefinedNode, state: NodeState): void {
    const outcome = this.outcomeOf(node.id);
    if ("output" in outcome) {
      this.#decide(node, () => settled("completed", ["main"], outcome.output));
    } else if (
      outcome.error.retryable !== false &&
      state.attempt < (node.data.retry?.max_attempts ?? 1)
    ) {
      // the attempt it is at is the one to come
      state.status = "retrying";
      state.attempt += 1;
    } else this.#decide(node, () => this.#fail(node, outcome.error));
  }

  /** R6, when no attempt is left. */
  #fail(node: DefinedNode, error: Failure): Effect {
    const leaving = this.#setting.definition.edges.filter((edge) => edge.source === node.id);
    const ports = new Set(leaving.map((edge) => edge.sourceHandle ?? "main"));
    const port =
      node.data.on_error === "continue"
        ? "main"
        : [`error:${error.class}`, "error"].find((name) => ports.has(name));
    const output = { error };
    if (port !== undefined) return settled("failed", [port], output);
    return { kind: "settled", status: "failed", ports: [], output: undefined, closes: "failed" };
  }

  #decide(node: DefinedNode, effect: () => Effect): void {
    this.#decided.push({ node, effect });
  }

  /** R3 and R4: the step has ended, each edge that leaves it resolves. */
  #settle(node: DefinedNode, effect: Extract<Effect, { kind: "settled" }>): void {
    const state = this.nodes.get(node.id)!;
    if (state.status !== "pending" && !UNDER_WAY.has(state.status)) {
      throw new Error(`${node.id} has ended before`);
    }
    Object.assign(state, { status: effect.status, output: effect.output });
    if (node.type === "end" && effect.status === "completed") this.ends.push(node);
    for (const edge of this.#setting.definition.edges) {
      if (edge.source !== node.id) continue;
      const isOpen = effect.ports.includes(edge.sourceHandle ?? "main");
      this.#resolve(edge, isOpen && (edge.data === undefined || this.#holds(edge.data.when)));
    }
  }

  /** R2. */
  #resolve(edge: DefinedEdge, isLive: boolean): void {
    if (this.edges.has(edge.id)) throw new Error(`${edge.id} has been resolved before`);
    this.edges.set(edge.id, isLive);
    const target = this.#setting.definition.nodes.find(({ id }) => id === edge.target)!;
    const into = this.#setting.definition.edges.filter((other) => other.target === target.id);
    const live = into.filter(({ id }) => this.edges.get(id) === true).length;
    const dead = into.filter(({ id }) => this.edges.get(id) === false).length;
    const isEvery = target.data.join?.kind === "every";
    const skips = isEvery ? dead > 0 : dead === into.length;
    const fires = isEvery ? live === into.length : live > 0 && live + dead === into.length;
    if ((!skips && !fires) || this.#seen.has(target.id)) return;
    this.#seen.add(target.id);
    this.#decide(target, () => (skips ? settled("skipped", []) : this.#fire(target)));
  }

  /** R5. */
  #fire(node: DefinedNode): Effect {
    const { data } = node;
    if (data.disabled === true) return settled("completed", portsOf(node), null);
    if (data.run_if !== undefined && !this.#holds(data.run_if)) return settled("skipped", []);
    if (node.type === "wait") return { kind: "under way", status: "waiting" };
    if (node.type === "choice") return settled("completed", this.#choose(node));
    if (node.type === "end") {
      const ends = settled("completed", []);
      return (data.scope ?? "branch") === "branch"
        ? ends
        : { ...ends, closes: data.status ?? "completed" };
    }
    if (data.action !== "data.set") return { kind: "under way", status: "running" };
    const output = this.#render(data.input ?? {});
    if (output !== undefined) return settled("completed", ["main"], output);
    return this.#fail(node, { class: "expression", message: "" });
  }

  #choose({ data }: DefinedNode): string[] {
    const holding = (data.cases ?? []).filter(({ when }) => this.#holds(when));
    const ports = holding.map(({ port }) => port);
    if (ports.length === 0) return data.default === undefined ? [] : [data.default];
    return data.mode === "all" ? ports : ports.slice(0, 1);
  }

  /** Fires what has been decided, until nothing is; then the frame may be done (R7). */
  #run(claims: Claims = () => true): this {
    const fresh: NodeState[] = [];
    while (this.#decided.length > 0 && this.status === "running") {
      const offers = this.#decided.map(({ node, effect }) => ({ node, effect: effect() }));
      const closes = ({ effect }: (typeof offers)[number]) =>
        effect.kind === "settled" && effect.closes !== undefined;
      const goes = ({ node, effect }: (typeof offers)[number]) =>
        effect.kind === "under way" || claims(node.id);
      const next = offers.find((offer) => !closes(offer) && goes(offer));
      const closers = offers.filter((offer) => closes(offer) && goes(offer));
      const chosen = next ?? closers[0] ?? offers[0]!;
      if (next === undefined && closes(chosen)) {
        const together = closers.length > 0 ? closers : [chosen];
        for (const { node, effect } of together) this.#settle(node, effect as never);
        this.#close(together.map(({ effect }) => (effect as { closes: Status }).closes));
        return this;
      }
      this.#decided = this.#decided.filter(({ node }) => node !== chosen.node);
      const { node, effect } = chosen;
      if (effect.kind === "settled") this.#settle(node, effect);
      else fresh.push(Object.assign(this.nodes.get(node.id)!, { status: effect.status }));
    }
    for (const state of fresh) state.begun = true;
    if (this.pending().length === 0) this.status = "completed";
    return this;
  }

  /** R8. */
  #close(statuses: Status[]): void {
    this.closedAs = statuses;
    this.status = statuses[0]!;
    for (const state of this.nodes.values()) {
      if (state.status === "pending" || UNDER_WAY.has(state.status)) {
        state.status = "cancelled";
      }
    }
    for (const { id } of this.#setting.definition.edges) {
      if (!this.edges.has(id)) this.edges.set(id, false);
    }
  }

  /** Null where nothing is there. */
  #read(path: string): Json {
    const [root, id, ...rest] = path.split(".").slice(1);
    const { payload } = this.#setting;
    const from = root === "trigger" ? { payload } : this.nodes.get(id!);
    let value: Json = from;
    for (const key of root === "trigger" ? [id!, ...rest] : rest) {
      value = (value as Record<string, Json> | null | undefined)?.[key];
    }
    return value;
  }

  /** Conditions are `<path> <operator> <literal>`. */
  #holds(condition: string): boolean {
    const [path, operator, ...literal] = condition.split(" ") as [string, string, ...string[]];
    const [left, right] = [this.#read(path), JSON.parse(literal.join(" ")) as Json];
    if (operator === "==") return left === right;
    return typeof left === typeof right && (left as number) > (right as number);
  }

  /** Undefined if a text lacks what it would be filled with. */
  #render(input: Record<string, Json>): Record<string, Json> | undefined {
    const output: Record<string, Json> = {};
    for (const [key, value] of Object.entries(input)) {
      const [, before, path] = /^(.*)\{\{ (.*) \}\}$/.exec(String(value)) ?? [];
      const found = path === undefined ? value : (this.#read(`$.${path}`) ?? null);
      if (before !== undefined && before !== "" && found === null) return undefined;
      output[key] = before ? `${before}${String(found)}` : found;
    }
    return output;
  }
}

/** The ports of success. */
function portsOf(node: DefinedNode): string[] {
  return node.type === "wait" ? ["main", "elapsed"] : ["main"];
}

function settled(
  status: Status,
  ports: string[],
  output?: Json,
): Extract<Effect, { kind: "settled" }> {
  return { kind: "settled", status, ports, output };
}
