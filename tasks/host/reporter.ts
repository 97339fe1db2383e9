import { backOff } from "./backoff.ts";
import { Complaints, type Log } from "./complaints.ts";
import type { Answer, Engine, Lease, Report } from "./engine.ts";
import { faultOf, messageOf } from "./faults.ts";
import { GroupCommit } from "./group-commit.ts";
import { toJsonText } from "./json-text.ts";

/** How often a single report is tried before its result is given up. */
const ATTEMPTS = 5;

export interface ReporterOptions {
  readonly engine: Pick<Engine, "completeSteps" | "advanceExecutions">;
  readonly log: Log;
  /** Reports may have made other steps ready. */
  onRecorded(): void;
}

/** Tells the engine how steps ended. Every report is answered, or the host has given up. */
export class Reporter {
  readonly #options: ReporterOptions;
  readonly #complaints: Complaints;
  readonly #group = new GroupCommit<Report, Answer>((reports) => this.#deliver(reports, 1), {
    ownerOf: ({ lease }) => lease.organizationId,
    // what follows has often an input as long as that of its step
    sizeOf: ({ lease, result }) => lease.input.length + result.length,
    lockOf: ({ lease }) => lease.executionId,
  });
  readonly #giveUp = new AbortController();
  readonly #advancing = new Set<Promise<void>>();

  constructor(options: ReporterOptions) {
    this.#options = options;
    this.#complaints = new Complaints(options.log);
  }

  report(report: Report): Promise<Answer> {
    return this.#group.add(report);
  }

  /** Reports are tried for as long as the host lives; now it does not any more. */
  giveUp(): void {
    this.#giveUp.abort();
  }

  /** Resolves when the executions that were deferred have been moved on, or left to the pump. */
  async flush(): Promise<void> {
    await Promise.all(this.#advancing);
  }

  async #deliver(reports: Report[], attempt: number): Promise<Answer[]> {
    try {
      const answers = await this.#options.engine.completeSteps(reports);
      this.#complaints.worked("reporting");
      this.#settle(reports, answers);
      return answers;
    } catch (error) {
      const fault = faultOf(error);
      if (fault === "stale" || this.#giveUp.signal.aborted) throw error;
      this.#complaints.failed("reporting", error);
      if (fault === "lost") return this.#again(reports, attempt);
      if (reports.length > 1) return this.#bisect(reports);
      if (fault === "busy" || attempt < ATTEMPTS) return this.#again(reports, attempt);
      return this.#again(
        reports.map((report) => unrecordable(report, error)),
        1,
      );
    }
  }

  /** With the same tokens: what was recorded although its reply was lost is not recorded twice. */
  async #again(reports: Report[], attempt: number): Promise<Answer[]> {
    await backOff(attempt, this.#giveUp.signal);
    return this.#deliver(reports, attempt + 1);
  }

  /** One report that the database cannot take must not hold back the others. */
  async #bisect(reports: Report[]): Promise<Answer[]> {
    const middle = Math.ceil(reports.length / 2);
    const first = await this.#deliver(reports.slice(0, middle), 1);
    return [...first, ...(await this.#deliver(reports.slice(middle), 1))];
  }

  #settle(reports: Report[], answers: Answer[]): void {
    const deferred = reports.filter((_report, index) => answers[index]?.verdict === "deferred");
    if (deferred.length > 0) this.#advance(deferred.map(({ lease }) => lease));
    this.#options.onRecorded();
  }

  #advance(leases: Lease[]): void {
    const done = this.#advanceInTurns(leases).finally(() => this.#advancing.delete(done));
    this.#advancing.add(done);
  }

  async #advanceInTurns(leases: Lease[]): Promise<void> {
    for (let attempt = 1; attempt <= ATTEMPTS && !this.#giveUp.signal.aborted; attempt += 1) {
      try {
        await this.#options.engine.advanceExecutions(leases);
        return this.#complaints.worked("advancing");
      } catch (error) {
        this.#complaints.failed("advancing", error);
        await backOff(attempt, this.#giveUp.signal);
      }
    }
  }
}

/** The effect has happened, so trying the step again is up to the author's retry policy: never. */
function unrecordable(report: Report, error: unknown): Report {
  const reason = {
    class: "unrecordable",
    message: `the result could not be recorded: ${messageOf(error)}`,
    retryable: false,
  };
  return { ...report, outcome: "failed", result: toJsonText(reason) };
}
