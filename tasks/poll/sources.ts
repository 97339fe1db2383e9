/** What triggers may poll, by the name that the engine has for it. */
import { askFeed } from "./feed.ts";
import { askHttp } from "./http.ts";
import { askMailbox } from "./imap.ts";
import type { Source } from "./order.ts";
import { askDatabase } from "./sql.ts";

export const sources: Readonly<Record<string, Source>> = {
  http: askHttp,
  feed: askFeed,
  imap: askMailbox,
  sql: askDatabase,
};
