import { fetchChanged, validatorsOf } from "./http.ts";
import type { Polled, PollContext, PollItem, PollOrder } from "./order.ts";
import { readApart } from "./read-apart.ts";

/** Reads a feed; the last of its items, which is mostly the oldest, comes first. */
export async function askFeed(order: PollOrder, context: PollContext): Promise<Polled> {
  const got = await fetchChanged(order, context);
  if (got === null) return { answer: { outcome: "unchanged" } };
  const contentType = got.response.headers.get("content-type");
  const items = await readApart<PollItem[]>(
    { kind: "feed", bytes: got.bytes, contentType },
    context.signal,
  );
  return {
    answer: { outcome: "answered", validators: validatorsOf(order, got), items },
  };
}
