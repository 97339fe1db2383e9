import { existsSync, watch } from "node:fs";
import { join, sep } from "node:path";

const QUIET_MS = 150;
const FOLDERS = ["db", "tasks", "edge", "graphql", "scripts"];

/** A kind of change and what is done about it. */
export interface Rule {
  /** Matches paths below the root, with slashes. */
  pattern: RegExp;
  work(): Promise<void>;
}

/**
 * Calls the work of every rule that a change matches, once things are quiet, one after the other.
 * Changes that come while it works are seen when it is done.
 */
export function watchFiles(
  root: string,
  rules: Rule[],
  onError: (error: unknown) => void,
): { close(): void } {
  const due = new Set<Rule>();
  let timer: NodeJS.Timeout | undefined;
  let isWorking = false;
  const work = async () => {
    if (isWorking) return;
    isWorking = true;
    for (const rule of rules) {
      if (!due.delete(rule)) continue;
      await rule.work().catch(onError);
    }
    isWorking = false;
    if (due.size > 0) void work();
  };
  const notice = (path: string) => {
    const matching = rules.filter(({ pattern }) => pattern.test(path));
    if (matching.length === 0) return;
    for (const rule of matching) due.add(rule);
    clearTimeout(timer);
    timer = setTimeout(() => void work(), QUIET_MS);
  };
  const watchers = FOLDERS.filter((folder) => existsSync(join(root, folder))).map((folder) =>
    watch(join(root, folder), { recursive: true }, (_, file) =>
      notice([folder, ...(file ?? "").split(sep)].join("/")),
    ),
  );
  return {
    close: () => {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    },
  };
}
