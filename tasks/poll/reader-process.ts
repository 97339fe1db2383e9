/** The process of `readApart`: reads one thing after another, and ends with its host. */
import { feedItems } from "./feed-items.ts";
import { mailOf } from "./mail.ts";
import type { Read, Reading } from "./read-apart.ts";

async function read(reading: Reading): Promise<unknown> {
  const bytes = Buffer.from(reading.bytes);
  return reading.kind === "mail" ? mailOf(bytes) : feedItems(bytes, reading.contentType);
}

async function answer(reading: Reading): Promise<void> {
  let said: Read;
  try {
    said = { value: await read(reading) };
  } catch (error) {
    said = { problem: error instanceof Error ? error.message : "it cannot be read" };
  }
  process.send?.(said);
}

process.once("disconnect", () => process.exit());
// a signal to the whole group is for the host to act on
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
process.on("message", (reading: Reading) => void answer(reading));
