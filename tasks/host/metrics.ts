import type pg from "pg";
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from "prom-client";
import type { StepObserver } from "./observer.ts";

/** Seconds; an action is an HTTP request or a mail, so most of them end between these. */
const DURATIONS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

const PRIORITIES = Array.from({ length: 10 }, (_, n) => `${n + 1}`);
const STATUSES = ["completed", "failed", "cancelled", "timed_out"];

interface Described {
  help: string;
  /** With the values that have a line when there is nothing of them, too. */
  label?: { name: string; values: string[] };
}

/** What the database says of itself. */
const GAUGES: Record<string, Described> = {
  queue_steps: {
    help: "Steps that wait for a worker (10000: or more).",
    label: { name: "priority", values: PRIORITIES },
  },
  queue_oldest_seconds: { help: "How long the step that waits longest has waited." },
  queue_suspects: { help: "Of these, steps that a process has died of (10000: or more)." },
  leases: {
    help: "Steps that are with a worker, or handed out.",
    label: { name: "state", values: ["admitted", "running", "outside"] },
  },
  workers: {
    help: "Worker processes.",
    label: { name: "state", values: ["serving", "draining", "silent"] },
  },
  worker_slots: { help: "How many steps the serving workers run at once." },
  arrivals: { help: "Causes that the engine has not acted on (10000: or more)." },
  arrivals_oldest_seconds: { help: "How long the oldest of these has been there." },
  timers_overdue: { help: "Timers that are overdue (10000: or more)." },
  timers_overdue_seconds: { help: "How long the one that is longest overdue is so." },
  executions_parked: { help: "Executions that the engine could not move on." },
};

interface Row {
  readonly metric: string;
  readonly label: string | null;
  readonly value: number;
}

/** Counts what this process does, and asks the database for the rest when it is scraped. */
export class Metrics {
  readonly #pool: Pick<pg.Pool, "query">;
  readonly #registry = new Registry();
  readonly #gauges = new Map<string, Gauge>();
  readonly #attempts: Counter<"action" | "outcome">;
  readonly #durations: Histogram<"action">;
  readonly #finished: Counter<"status">;
  readonly #isUp: Gauge;

  constructor(pool: Pick<pg.Pool, "query">) {
    this.#pool = pool;
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#attempts = new Counter({
      name: "sluice_step_attempts_total",
      help: "Attempts of steps that this worker has run, by how they ended.",
      labelNames: ["action", "outcome"],
      registers,
    });
    this.#durations = new Histogram({
      name: "sluice_step_duration_seconds",
      help: "How long attempts of steps took on this worker.",
      labelNames: ["action"],
      buckets: DURATIONS,
      registers,
    });
    this.#finished = new Counter({
      name: "sluice_executions_finished_total",
      help: "Executions that have ended, in the whole database.",
      labelNames: ["status"],
      registers,
    });
    this.#isUp = new Gauge({
      name: "sluice_database_up",
      help: "Whether the database has answered this scrape.",
      registers,
    });
    for (const [name, { help, label }] of Object.entries(GAUGES)) {
      const labelNames = label === undefined ? [] : [label.name];
      this.#gauges.set(name, new Gauge({ name: `sluice_${name}`, help, labelNames, registers }));
    }
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  readonly observe: StepObserver = async (lease, run) => {
    const start = performance.now();
    const result = await run();
    const { action } = lease;
    this.#durations.observe({ action }, (performance.now() - start) / 1000);
    this.#attempts.inc({
      action,
      outcome: result === "crashed" ? result : (result?.outcome ?? "stopped"),
    });
    return result;
  };

  /** In the text format of Prometheus; without a database, what this process knows itself. */
  async render(): Promise<string> {
    try {
      const { rows } = await this.#pool.query<Row>({
        name: "metrics",
        text: "select metric, label, value from sluice_private.metrics()",
      });
      this.#set(rows);
      this.#isUp.set(1);
    } catch {
      this.#isUp.set(0);
    }
    return this.#registry.metrics();
  }

  #set(rows: Row[]): void {
    this.#finished.reset();
    for (const status of STATUSES) this.#finished.inc({ status }, 0);
    for (const [name, gauge] of this.#gauges) {
      gauge.reset();
      for (const value of GAUGES[name]?.label?.values ?? []) this.#setGauge(name, value, 0);
    }
    for (const { metric, label, value } of rows) {
      if (metric === "executions_finished") this.#finished.inc({ status: label ?? "" }, value);
      else this.#setGauge(metric, label, value);
    }
  }

  #setGauge(metric: string, label: string | null, value: number): void {
    const labelName = GAUGES[metric]?.label?.name;
    const labels = labelName === undefined || label === null ? {} : { [labelName]: label };
    this.#gauges.get(metric)?.set(labels, value);
  }
}
