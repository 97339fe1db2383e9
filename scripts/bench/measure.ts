/** What a window of time has cost, read from /proc (Linux; zeroes elsewhere). */
import { readdirSync, readFileSync } from "node:fs";

const JIFFIES_PER_SECOND = 100;

export interface Snapshot {
  at: number;
  busy: number;
  total: number;
  postgres: number;
  worker: number;
  driver: number;
}

export interface Cost {
  postgres_cpu_s: number;
  worker_cpu_s: number;
  driver_cpu_s: number;
  /** The share of the machine that others used: noise. */
  others: number;
}

export function snapshot(postgresPid: number, workerPid: number): Snapshot {
  const [busy, total] = machine();
  const { user, system } = process.cpuUsage();
  return {
    at: performance.now(),
    ...{ busy, total, driver: (user + system) / 1e6 },
    postgres: treeCpu(postgresPid),
    worker: treeCpu(workerPid),
  };
}

export function difference(before: Snapshot, after: Snapshot): Cost {
  const round = (value: number) => Math.round(value * 100) / 100;
  const postgres = after.postgres - before.postgres;
  const worker = after.worker - before.worker;
  const driver = after.driver - before.driver;
  const machineSeconds = (after.total - before.total) / JIFFIES_PER_SECOND;
  const busySeconds = (after.busy - before.busy) / JIFFIES_PER_SECOND;
  const others = Math.max(0, busySeconds - postgres - worker - driver) / (machineSeconds || 1);
  return {
    postgres_cpu_s: round(postgres),
    worker_cpu_s: round(worker),
    driver_cpu_s: round(driver),
    others: round(others),
  };
}

function fields(path: string): string[] {
  try {
    return readFileSync(path, "utf8").trim().split(/\s+/);
  } catch {
    return [];
  }
}

function machine(): [busy: number, total: number] {
  const jiffies = fields("/proc/stat").slice(1, 9).map(Number);
  const total = jiffies.reduce((sum, value) => sum + value, 0);
  return [total - (jiffies[3] ?? 0) - (jiffies[4] ?? 0), total];
}

/** CPU seconds of a process, its children, and those of them that have ended. */
function treeCpu(root: number): number {
  const processes = new Map<number, { parent: number; cpu: number }>();
  for (const name of listProcesses()) {
    const stat = fields(`/proc/${name}/stat`).join(" ");
    const rest = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const cpu = [11, 12, 13, 14].reduce((sum, at) => sum + Number(rest[at] ?? 0), 0);
    processes.set(Number(name), { parent: Number(rest[1]), cpu: cpu / JIFFIES_PER_SECOND });
  }
  const isBelow = (pid: number): boolean =>
    pid === root || (processes.has(pid) && isBelow(processes.get(pid)!.parent));
  return [...processes].reduce((sum, [pid, { cpu }]) => (isBelow(pid) ? sum + cpu : sum), 0);
}

function listProcesses(): string[] {
  try {
    return readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}
