import { createHash } from "node:crypto";
import addressparser from "nodemailer/lib/addressparser";
import { ActionError } from "../action-error.ts";
import type { Input } from "./schema.ts";

/** A line break in a header starts another header. */
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f\u2028\u2029]/;
const ADDRESS = /^[^\s@<>(),;:\\"[\]]+@[^\s@<>(),;:\\"]+$/;

interface Mailbox {
  readonly name: string;
  readonly address: string;
}

export interface Message {
  readonly from: Mailbox;
  readonly to: Mailbox[];
  readonly cc: Mailbox[];
  readonly bcc: Mailbox[];
  readonly replyTo: Mailbox[];
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
  readonly messageId: string;
}

export function buildMessage(input: Input, key: string, defaultFrom: string | undefined): Message {
  const [from] = parseMailboxes("from", input.from ?? defaultFrom ?? []);
  if (from === undefined) {
    throw invalid("from", "from is missing, and the host has no SLUICE_MAIL_FROM");
  }
  if (CONTROL.test(input.subject)) {
    throw invalid("subject", "subject has a line break or another control character");
  }
  const { text, html } = input;
  if (text === undefined && html === undefined) {
    throw invalid("text", "text and html are both missing");
  }
  return {
    from,
    to: parseMailboxes("to", input.to),
    cc: parseMailboxes("cc", input.cc ?? []),
    bcc: parseMailboxes("bcc", input.bcc ?? []),
    replyTo: parseMailboxes("reply_to", input.reply_to ?? []),
    subject: input.subject,
    ...(text === undefined ? {} : { text }),
    ...(html === undefined ? {} : { html }),
    messageId: messageIdOf(key, from.address),
  };
}

function messageIdOf(key: string, from: string): string {
  const digest = createHash("sha256").update(key).digest("hex").slice(0, 40);
  return `<${digest}@${from.slice(from.lastIndexOf("@") + 1)}>`;
}

function parseMailboxes(path: string, given: string | string[]): Mailbox[] {
  return [given].flat().map((text) => {
    if (CONTROL.test(text)) {
      throw invalid(path, `${path} has a line break or another control character`);
    }
    const [mailbox, ...others] = addressparser(text, { flatten: true });
    const address = mailbox?.address ?? "";
    const isWhole = text.trim() === address || text.trim().endsWith(`<${address}>`);
    if (mailbox === undefined || others.length > 0 || !isWhole || !ADDRESS.test(address)) {
      throw invalid(path, `${path} has something that is not one address`);
    }
    return { name: mailbox.name, address };
  });
}

function invalid(path: string, message: string): ActionError {
  return new ActionError("invalid_input", message, { retryable: false, detail: { path } });
}
