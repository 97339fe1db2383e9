/** Repetitions of one workload by one engine, as a row of a markdown table. */

export type Line = { peer: string; workload: string } & Record<string, number | string | boolean>;

/** What each workload is judged by. */
const SHOWN: Record<string, string[]> = {
  W1: ["runs_per_s", "steps_per_s", "cpu_ms_per_step"],
  W1x10: ["runs_per_s", "steps_per_s", "cpu_ms_per_step"],
  W2: ["p50_ms", "p95_ms", "p99_ms", "disk_p50_ms", "disk_p99_ms"],
  W2x5: ["p50_ms", "p95_ms", "p99_ms", "disk_p50_ms", "disk_p99_ms"],
  W3: ["seconds", "steps_per_s"],
  W4: ["runs_per_s", "steps_per_s", "cpu_ms_per_step"],
  W5: ["woken_per_s", "seconds", "idle_cpu_share"],
  W6: ["empty_steps_per_s", "steps_per_s", "ratio", "held_ratio"],
  W7: [
    "idle_p50_ms",
    "idle_p99_ms",
    "flooded_p50_ms",
    "flooded_p99_ms",
    "ratio",
    "noise_runs_per_s",
  ],
  W8: ["recovered_s"],
  W9: ["empty_steps_per_s", "steps_per_s", "ratio", "held_ratio"],
};

/** Minimum / **median** / maximum. */
function range(lines: Line[], column: string): string {
  const sorted = lines.map((line) => Number(line[column])).toSorted((a, b) => a - b);
  const median = sorted[(sorted.length - 1) >> 1];
  return sorted.length === 1 ? `${median}` : `${sorted[0]} / **${median}** / ${sorted.at(-1)}`;
}

export function tableOf(lines: Line[]): string {
  const parts = Map.groupBy(lines, ({ workload }) => workload);
  return [...parts].map(([workload, all]) => partOf(workload, all)).join("\n\n");
}

function partOf(workload: string, lines: Line[]): string {
  const columns = SHOWN[workload]!;
  const head = [workload, ...columns, "others", "exactly once"];
  const rows = [...Map.groupBy(lines, ({ peer }) => peer)].map(([peer, own]) => {
    const once = own.every((line) => line["ok"] === true) ? "yes" : "NO";
    const others = own.some((line) => "others" in line) ? range(own, "others") : "";
    return [peer, ...columns.map((column) => range(own, column)), others, once];
  });
  const text = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [text(head), text(head.map(() => "---")), ...rows.map(text)].join("\n");
}
