import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { pipeLines, usesColour } from "./output.ts";

/** A child process whose output is labelled, and which can be replaced by a new one. */
export class DevProcess {
  #args: string[];
  #env: NodeJS.ProcessEnv;
  #print: (line: string) => void;
  #child: ChildProcess | undefined;
  #isStopping = false;

  constructor(args: string[], env: NodeJS.ProcessEnv, print: (line: string) => void) {
    this.#args = args;
    this.#env = env;
    this.#print = print;
  }

  start(): void {
    const colour = usesColour() ? { FORCE_COLOR: "1" } : {};
    const child = spawn(process.execPath, this.#args, {
      env: { ...process.env, ...colour, ...this.#env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    pipeLines([child.stdout, child.stderr], this.#print);
    child.on("exit", (code) => {
      if (this.#child !== child) return;
      this.#child = undefined;
      if (code !== 0 && !this.#isStopping) this.#print(`ended with code ${code}`);
    });
  }

  /** Runs to its end, and answers its exit code. */
  async run(): Promise<number> {
    this.start();
    if (this.#child === undefined) return 1;
    const [code] = (await once(this.#child, "exit")) as [number | null];
    return code ?? 1;
  }

  async restart(): Promise<void> {
    await this.#end();
    if (!this.#isStopping) this.start();
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    await this.#end();
  }

  async #end(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await ended;
  }
}
