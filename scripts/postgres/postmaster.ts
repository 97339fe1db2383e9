import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** What postmaster.pid says of the server of a data directory. */
export interface Postmaster {
  pid: number;
  port: number;
  socketDirectory: string;
  isReady: boolean;
}

const POLL_MS = 10;

function readPostmaster(data: string): Postmaster | undefined {
  let lines: string[];
  try {
    lines = readFileSync(join(data, "postmaster.pid"), "utf8").split("\n");
  } catch {
    return undefined;
  }
  const [pid, , , port, socketDirectory = "", , , status = ""] = lines;
  if (!Number.isInteger(Number(pid)) || Number(pid) <= 0) return undefined;
  const isReady = status.trim() === "ready";
  return { pid: Number(pid), port: Number(port), socketDirectory, isReady };
}

/** The live server of a data directory. A zombie, or a process that got the same id, is none. */
export function livePostmaster(data: string): Postmaster | undefined {
  const found = readPostmaster(data);
  return found && isServerOf(found.pid, data) ? found : undefined;
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  if (process.platform !== "linux") return true;
  try {
    const state = /^.*\) (.)/s.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1];
    return state !== "Z" && state !== "X";
  } catch {
    return false;
  }
}

function isServerOf(pid: number, data: string): boolean {
  if (!isRunning(pid)) return false;
  if (process.platform === "linux") return worksIn(pid, realpathSync(data));
  if (process.platform === "win32") return true;
  const { stdout } = spawnSync("ps", ["-o", "command=", "-p", `${pid}`], { encoding: "utf8" });
  return stdout.includes(data);
}

function worksIn(pid: number | string, directory: string): boolean {
  try {
    return (
      readlinkSync(`/proc/${pid}/cwd`) === directory &&
      readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("postgres")
    );
  } catch {
    return false;
  }
}

/** Processes that a killed server left behind: they keep its shared memory, and so its place. */
function orphansOf(data: string): number[] {
  if (process.platform !== "linux") return [];
  const directory = realpathSync(data);
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && worksIn(name, directory))
    .map(Number)
    .filter(isRunning);
}

/** Makes room for a new server after its predecessor was killed. */
export async function clearRemains(data: string): Promise<void> {
  const dead = readPostmaster(data);
  for (const signal of [undefined, "SIGQUIT", "SIGKILL"] as const) {
    if (signal) for (const pid of orphansOf(data)) sendSignal(pid, signal);
    if (await waitUntil(() => orphansOf(data).length === 0, 1000)) break;
  }
  rmSync(join(data, "postmaster.pid"), { force: true });
  if (dead === undefined || dead.socketDirectory === "") return;
  const socket = join(dead.socketDirectory, `.s.PGSQL.${dead.port}`);
  for (const path of [socket, `${socket}.lock`]) rmSync(path, { force: true });
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

export async function waitUntil(isTrue: () => boolean, timeoutMs: number): Promise<boolean> {
  const end = performance.now() + timeoutMs;
  while (!isTrue()) {
    if (performance.now() > end) return false;
    await sleep(POLL_MS);
  }
  return true;
}

/** Stops a server: rolls back what is open, writes everything out, and waits until it is gone. */
export async function stopPostmaster(
  data: string,
  binaries: string,
  how: "fast" | "immediate",
): Promise<void> {
  const server = livePostmaster(data);
  if (server === undefined) return;
  if (process.platform === "win32") {
    spawnSync(join(binaries, "pg_ctl"), ["-D", data, "-m", how, "-w", "stop"]);
    return;
  }
  sendSignal(server.pid, how === "fast" ? "SIGINT" : "SIGQUIT");
  const isGone = () => !existsSync(join(data, "postmaster.pid")) || !isRunning(server.pid);
  if (await waitUntil(isGone, 30_000)) return;
  throw new Error(`PostgreSQL (process ${server.pid}) does not stop; its data is in ${data}`);
}
