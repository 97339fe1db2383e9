import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

const COLOURS = [36, 35, 33, 32, 34, 31];
const WIDTH = 8;

let colour = 0;

/** Prints lines behind a name, each name in a colour of its own. */
export function labelled(name: string): (line: string) => void {
  const code = COLOURS[colour % COLOURS.length];
  colour += 1;
  const label = name.padEnd(WIDTH);
  const prefix = usesColour() ? `\u001b[${code}m${label}\u001b[0m│ ` : `${label}│ `;
  return (line) => process.stdout.write(`${prefix}${line}\n`);
}

export function usesColour(): boolean {
  return process.stdout.isTTY && !process.env["NO_COLOR"];
}

export function pipeLines(streams: (Readable | null)[], print: (line: string) => void): void {
  for (const stream of streams) {
    if (stream) createInterface({ input: stream }).on("line", print);
  }
}
