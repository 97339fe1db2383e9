import type { FetchMessageObject, ImapFlow, SearchObject } from "imapflow";
import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { ActionError } from "../action-error.ts";
import { addressRule } from "../http_request/addresses.ts";
import type { Polled, PollContext, PollItem, PollOrder } from "./order.ts";
import { readApart } from "./read-apart.ts";
import { secretOf } from "./secret.ts";

/** In one poll; what there is beyond that is for the next. */
const MESSAGES = 50;
const AT_ONCE = 5;
/** To read one of them: so that a few that are made to take long leave time for others. */
const MAIL_MS = 2000;
const LEAST_MAIL_MS = 1000;
const DAY_MS = 24 * 60 * 60 * 1000;
const MESSAGE_BYTES = 256 * 1024;
/** Of anything that a server says at a time. */
const MOST_BYTES = 2 * 1024 * 1024;

interface Settings {
  readonly host: string;
  readonly port: number;
  readonly security: "tls" | "starttls";
  readonly user: string;
  readonly mailbox: string;
  readonly mark: "nothing" | "seen";
  readonly bytes: number;
  readonly timeoutMs: number;
}

/** UIDs grow, as long as the mailbox has the same UIDVALIDITY. */
interface Cursor {
  readonly uidvalidity: string;
  readonly uid: number;
  /** When it was looked at: what came later may not have been seen. */
  readonly at?: string;
}

/** Reads what has come into a mailbox since the last poll. */
export async function askMailbox(order: PollOrder, context: PollContext): Promise<Polled> {
  const settings = settingsOf(order);
  const begun = new Date().toISOString();
  const client = await clientOf(order, settings, context.env);
  client.on("error", () => {});
  const close = async () => client.close();
  context.signal.addEventListener("abort", () => client.close(), { once: true });
  try {
    await client.connect();
    const readOnly = settings.mark === "nothing";
    const { uidValidity, uidNext } = await client.mailboxOpen(settings.mailbox, { readOnly });
    if (!Number.isInteger(uidNext)) {
      throw new ActionError("imap", "the mail server does not number its mails");
    }
    const end = { uidvalidity: String(uidValidity), uid: uidNext - 1, at: begun };
    const uids = await newUids(client, order, end);
    const wanted = uids.slice(0, MESSAGES);
    const { items, count } = await readMessages(client, wanted, end, settings, context.signal);
    const read = wanted.slice(0, count);
    const hasMore = read.length < uids.length;
    const last = hasMore ? read.at(-1)! : Math.max(end.uid, ...read);
    return {
      answer: {
        outcome: "answered",
        items,
        cursor: { ...end, uid: Math.max(last, reachedOf(order, end)) } satisfies Cursor,
        has_more: hasMore,
      },
      settle: async () => {
        if (readOnly || read.length === 0) return;
        await client.messageFlagsAdd(read.join(","), ["\\Seen"], { uid: true });
      },
      close,
    };
  } catch (error) {
    client.close();
    context.signal.throwIfAborted();
    throw error instanceof ActionError ? error : mailError(error, settings);
  }
}

function settingsOf({ request, timeoutMs }: PollOrder): Settings {
  const { host, port, security, user, mailbox, mark, max_bytes } = request;
  const isTls = security !== "starttls";
  return {
    host: String(host),
    port: typeof port === "number" ? port : isTls ? 993 : 143,
    security: isTls ? "tls" : "starttls",
    user: String(user),
    mailbox: String(mailbox),
    mark: mark === "seen" ? "seen" : "nothing",
    timeoutMs,
    bytes: typeof max_bytes === "number" ? max_bytes : MESSAGE_BYTES,
  };
}

async function clientOf(order: PollOrder, settings: Settings, env: NodeJS.ProcessEnv) {
  const { host, port, security, user } = settings;
  const target = `imap://${host}:${port}`;
  const pass = secretOf(order.request["secret"], order.organizationId, target, env);
  // 30 MB, which a host that reads no mailbox does without
  const { ImapFlow } = await import("imapflow");
  return new ImapFlow({
    // the address that was judged, so that the name cannot mean another one a moment later
    host: await allowedAddress(host, env["SLUICE_HTTP_ALLOW"]),
    port,
    secure: security === "tls",
    doSTARTTLS: security === "starttls" ? true : undefined,
    servername: host,
    auth: { user, pass },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: Math.min(order.timeoutMs, 10_000),
    greetingTimeout: Math.min(order.timeoutMs, 10_000),
    socketTimeout: order.timeoutMs,
    maxLineLength: MOST_BYTES,
    maxLiteralSize: MOST_BYTES,
    maxResponseSize: 2 * MOST_BYTES,
  });
}

async function allowedAddress(host: string, allowed: string | undefined): Promise<string> {
  const isAllowed = addressRule(allowed);
  const found =
    isIP(host) > 0 ? [{ address: host }] : await lookup(host, { all: true }).catch(() => []);
  const [first] = found;
  if (first === undefined) throw new ActionError("network", `${host} has no address`);
  if (found.every(({ address }) => isAllowed(address))) return first.address;
  const message = `${host} is not a public address, and SLUICE_HTTP_ALLOW does not list it`;
  throw new ActionError("forbidden_address", message);
}

/** A mailbox that was made anew numbers its mails anew: then those that came since the last poll. */
async function newUids(client: ImapFlow, order: PollOrder, end: Cursor): Promise<number[]> {
  const { cursor, is_first, polled_at } = order.request;
  const known = cursor as Cursor | null;
  if (known === null && is_first) return [];
  const isSame = known?.uidvalidity === end.uidvalidity;
  const from = reachedOf(order, end) + 1;
  if (from > end.uid) return [];
  const since = known !== null && !isSame ? new Date(known.at ?? polled_at ?? 0) : undefined;
  const query = {
    uid: `${from}:*`,
    // a search knows days only, those of the server
    ...(since !== undefined && { since: new Date(since.getTime() - DAY_MS) }),
  };
  const found = await search(client, query);
  // the last mail is in every range that ends with *
  const uids = found.filter((uid) => uid >= from).sort((a, b) => a - b);
  if (since === undefined || uids.length === 0) return uids;
  const dated = await client.fetchAll(uids.join(","), { internalDate: true }, { uid: true });
  const late = dated.filter(({ internalDate }) => new Date(internalDate ?? 0) >= since);
  return late.map(({ uid }) => uid).sort((a, b) => a - b);
}

/** A server that counts backwards for once has not taken anything back. */
function reachedOf({ request }: PollOrder, { uidvalidity }: Cursor): number {
  const known = request.cursor as Cursor | null;
  return known?.uidvalidity === uidvalidity ? known.uid : 0;
}

/** A search that a server refuses finds nothing either, and then mails would be passed over. */
async function search(client: ImapFlow, query: SearchObject): Promise<number[]> {
  const found = await client.search(query, { uid: true });
  if (Array.isArray(found)) return found;
  throw new ActionError("imap", "the mail server has not answered a search");
}

/** The first of these mails: a few at a time, for as long as there is time. */
async function readMessages(
  client: ImapFlow,
  uids: readonly number[],
  end: Cursor,
  settings: Settings,
  signal: AbortSignal,
): Promise<{ items: PollItem[]; count: number }> {
  const until = performance.now() + settings.timeoutMs / 4;
  const items: PollItem[] = [];
  let count = 0;
  while (count < uids.length && (count === 0 || performance.now() < until)) {
    const wanted = uids.slice(count, count + AT_ONCE);
    items.push(...(await readSome(client, wanted, end, settings, signal)));
    count += wanted.length;
  }
  return { items, count };
}

async function readSome(
  client: ImapFlow,
  uids: readonly number[],
  { uidvalidity }: Cursor,
  { mailbox, bytes, timeoutMs }: Settings,
  signal: AbortSignal,
): Promise<PollItem[]> {
  const wanted = {
    source: { start: 0, maxLength: bytes },
    flags: true,
    internalDate: true,
    size: true,
  };
  const sent = await client.fetchAll(uids.join(","), wanted, { uid: true });
  const limitMs = Math.max(Math.min(MAIL_MS, timeoutMs / 10), LEAST_MAIL_MS);
  const items: PollItem[] = [];
  for (const uid of uids) {
    const message = sent.find((one) => one.uid === uid);
    if (message === undefined) continue;
    const item = { uid, mailbox, ...(await readMail(message, signal, limitMs)) };
    items.push({ key: `${uidvalidity}:${uid}`, item });
  }
  const missing = uids.filter((uid) => !sent.some((one) => one.uid === uid));
  // those that somebody has deleted meanwhile are not there any more
  if (missing.length > 0 && (await search(client, { uid: missing.join(",") })).length > 0) {
    throw new ActionError("imap", "the mail server has not sent all mails");
  }
  return items;
}

/** Who writes a mail that cannot be read does not keep the others from being read. */
async function readMail(
  { source, flags, internalDate, size }: FetchMessageObject,
  signal: AbortSignal,
  limitMs: number,
): Promise<Record<string, unknown>> {
  const bytes = source ?? Buffer.alloc(0);
  const read = await readApart<object>({ kind: "mail", bytes }, signal, limitMs).catch(
    (error: unknown) => {
      signal.throwIfAborted();
      const problem = error instanceof Error ? error.message : "it cannot be read";
      return { subject: "", problem };
    },
  );
  return {
    ...read,
    received_at: internalDate === undefined ? null : new Date(internalDate).toISOString(),
    is_seen: flags?.has("\\Seen") ?? false,
    size: size ?? 0,
    is_cut: (size ?? 0) > bytes.length,
  };
}

/** Of what a server says at a refused login nothing is told: it may repeat what it was given. */
function mailError(error: unknown, { host, port }: Settings): ActionError {
  const { authenticationFailed, code, responseStatus, responseText } = error as {
    authenticationFailed?: boolean;
    code?: string;
    responseStatus?: string;
    responseText?: string;
  };
  const server = `the mail server ${host}:${port}`;
  if (authenticationFailed === true) {
    return new ActionError("imap", `${server} refuses the user or the password`);
  }
  if (responseStatus !== undefined) {
    return new ActionError("imap", `${server} answered ${responseStatus} ${responseText ?? ""}`);
  }
  const reason = code ?? (error instanceof Error ? error.message : "unknown error");
  return new ActionError("network", `${server} could not be read: ${reason}`);
}
