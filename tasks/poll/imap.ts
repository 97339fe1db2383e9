import { ImapFlow, type FetchMessageObject, type SearchObject } from "imapflow";
import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import PostalMime, { type Address } from "postal-mime";
import { ActionError } from "../action-error.ts";
import { addressRule } from "../http_request/addresses.ts";
import type { Polled, PollContext, PollItem, PollOrder } from "./order.ts";
import { secretOf } from "./secret.ts";

/** In one poll; what there is beyond that is for the next. */
const MESSAGES = 50;
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
}

/** UIDs grow, as long as the mailbox has the same UIDVALIDITY. */
interface Cursor {
  readonly uidvalidity: string;
  readonly uid: number;
}

/** Reads what has come into a mailbox since the last poll. */
export async function askMailbox(order: PollOrder, context: PollContext): Promise<Polled> {
  const settings = settingsOf(order);
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
    const end = { uidvalidity: String(uidValidity), uid: uidNext - 1 };
    const uids = await newUids(client, order, end);
    const read = uids.slice(0, MESSAGES);
    const items = await readMessages(client, read, end.uidvalidity, settings);
    const hasMore = read.length < uids.length;
    const last = hasMore ? read.at(-1)! : Math.max(end.uid, ...read);
    return {
      answer: {
        outcome: "answered",
        items,
        cursor: { ...end, uid: last } satisfies Cursor,
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

function settingsOf({ request }: PollOrder): Settings {
  const { host, port, security, user, mailbox, mark, max_bytes } = request;
  const isTls = security !== "starttls";
  return {
    host: String(host),
    port: typeof port === "number" ? port : isTls ? 993 : 143,
    security: isTls ? "tls" : "starttls",
    user: String(user),
    mailbox: String(mailbox),
    mark: mark === "seen" ? "seen" : "nothing",
    bytes: typeof max_bytes === "number" ? max_bytes : MESSAGE_BYTES,
  };
}

async function clientOf(order: PollOrder, settings: Settings, env: NodeJS.ProcessEnv) {
  const { host, port, security, user } = settings;
  const target = `imap://${host}:${port}`;
  const pass = secretOf(order.request["secret"], order.organizationId, target, env);
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
  const from = isSame ? known.uid + 1 : 1;
  if (from > end.uid) return [];
  const since = known !== null && !isSame ? new Date(polled_at ?? 0) : undefined;
  const query = { uid: `${from}:*`, ...(since !== undefined && { since }) };
  const found = await search(client, query);
  // the last mail is in every range that ends with *
  const uids = found.filter((uid) => uid >= from).sort((a, b) => a - b);
  if (since === undefined || uids.length === 0) return uids;
  // a search knows days only
  const dated = await client.fetchAll(uids.join(","), { internalDate: true }, { uid: true });
  const late = dated.filter(({ internalDate }) => new Date(internalDate ?? 0) >= since);
  return late.map(({ uid }) => uid).sort((a, b) => a - b);
}

/** A search that a server refuses finds nothing either, and then mails would be passed over. */
async function search(client: ImapFlow, query: SearchObject): Promise<number[]> {
  const found = await client.search(query, { uid: true });
  if (Array.isArray(found)) return found;
  throw new ActionError("imap", "the mail server has not answered a search");
}

async function readMessages(
  client: ImapFlow,
  uids: readonly number[],
  uidvalidity: string,
  { mailbox, bytes }: Settings,
): Promise<PollItem[]> {
  if (uids.length === 0) return [];
  const items: PollItem[] = [];
  const wanted = {
    source: { start: 0, maxLength: bytes },
    flags: true,
    internalDate: true,
    size: true,
  };
  for await (const message of client.fetch(uids.join(","), wanted, { uid: true })) {
    const item = { uid: message.uid, mailbox, ...(await readMail(message)) };
    items.push({ key: `${uidvalidity}:${message.uid}`, item });
  }
  const missing = uids.filter((uid) => !items.some((item) => uidOf(item) === uid));
  // those that somebody has deleted meanwhile are not there any more
  if (missing.length > 0 && (await search(client, { uid: missing.join(",") })).length > 0) {
    throw new ActionError("imap", "the mail server has not sent all mails");
  }
  return items.sort((a, b) => uidOf(a) - uidOf(b));
}

const uidOf = ({ item }: PollItem) => (item as { uid: number }).uid;

/** Who writes a mail that cannot be read does not keep the others from being read. */
async function readMail(message: FetchMessageObject): Promise<Record<string, unknown>> {
  try {
    return await mailOf(message);
  } catch (error) {
    return { subject: "", problem: error instanceof Error ? error.message : "it cannot be read" };
  }
}

async function mailOf({ source, flags, internalDate, size }: FetchMessageObject) {
  const mail = await PostalMime.parse(source ?? Buffer.alloc(0), { maxNestingDepth: 50 });
  return {
    message_id: mail.messageId ?? null,
    in_reply_to: mail.inReplyTo ?? null,
    from: mailboxesOf(mail.from === undefined ? [] : [mail.from])[0] ?? null,
    to: mailboxesOf(mail.to),
    cc: mailboxesOf(mail.cc),
    reply_to: mailboxesOf(mail.replyTo),
    subject: mail.subject ?? "",
    text: mail.text ?? null,
    html: mail.html ?? null,
    date: mail.date ?? null,
    received_at: internalDate === undefined ? null : new Date(internalDate).toISOString(),
    is_seen: flags?.has("\\Seen") ?? false,
    size: size ?? 0,
    is_cut: (size ?? 0) > (source?.length ?? 0),
    attachments: mail.attachments.map(({ filename, mimeType, content }) => ({
      name: filename,
      type: mimeType,
      size: typeof content === "string" ? content.length : content.byteLength,
    })),
  };
}

/** Those of groups stand for themselves. */
function mailboxesOf(
  addresses: readonly Address[] | undefined,
): { name: string; address: string }[] {
  return (addresses ?? []).flatMap(({ name, address, group }) =>
    group === undefined ? [{ name, address: address ?? "" }] : mailboxesOf(group),
  );
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
