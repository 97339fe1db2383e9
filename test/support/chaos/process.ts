import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";

export interface WorkerProcessOptions {
  readonly databaseUrl: string;
  readonly args?: string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Modules that are loaded first, in its own processes as well. */
  readonly preload?: URL[];
  /** Gets it before it is ready. */
  onSpawn?(worker: WorkerProcess): void;
}

const READY = /worker: ready/;

/** A real `sluice worker`, which a test kills, stops, and listens to. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  #output = "";
  readonly #waiting = new Set<() => void>();
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;

  private constructor(child: ChildProcess) {
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        this.#output += chunk.toString();
        for (const look of this.#waiting) look();
      });
    }
    this.ended = new Promise((resolve) => {
      child.once("close", (code, signal) => {
        resolve(code ?? signal ?? 1);
        for (const look of this.#waiting) look();
      });
    });
  }

  static async start(options: WorkerProcessOptions): Promise<WorkerProcess> {
    const { databaseUrl, args = [], env = {}, preload = [] } = options;
    const imports = preload.flatMap((module) => ["--import", module.href]);
    const child = spawn(process.execPath, [...imports, "scripts/cli.ts", "worker", ...args], {
      env: {
        PATH: process.env["PATH"],
        SLUICE_WORKER_DATABASE_URL: databaseUrl,
        SLUICE_HTTP_ALLOW: "127.0.0.0/8",
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const worker = new WorkerProcess(child);
    options.onSpawn?.(worker);
    await worker.says(READY);
    return worker;
  }

  get pid(): number {
    return this.#child.pid!;
  }

  get output(): string {
    return this.#output;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Kills it, and resolves when it is gone. */
  async kill(): Promise<void> {
    this.signal("SIGKILL");
    await this.ended;
  }

  /** Resolves when it has said so, or has already. */
  async says(what: RegExp): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const look = () => {
        const { exitCode, signalCode } = this.#child;
        if (what.test(this.#output)) resolve();
        else if (exitCode !== null || signalCode !== null) reject(this.#silence(what));
        else return;
        this.#waiting.delete(look);
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** The processes that it has started itself. */
  children(): number[] {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name) && parentOf(name) === this.pid)
      .map(Number);
  }

  #silence(what: RegExp): Error {
    return new Error(`it ended without having said ${what}:\n${this.#output}`);
  }
}

function parentOf(pid: string): number | undefined {
  try {
    return Number(/^.*\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1]);
  } catch {
    return undefined;
  }
}
