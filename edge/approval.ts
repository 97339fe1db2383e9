/**
 * The pages behind the links by which people decide: /approvals/<token>. Reading one changes
 * nothing, for mail scanners open every link; a press of a button is a POST. The database gets the
 * hash of the token, so that no log of its statements has it.
 */
import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type pg from "pg";
import { answerOf, entriesOf, type Answer, type Form } from "./approval-form.ts";
import { approvalPage, type Approval } from "./approval-page.ts";
import { assertAnnouncedLength, readBody } from "./body.ts";
import { problemOf } from "./database-problem.ts";
import { capital, messagePage, sendPage, type Page } from "./page.ts";
import { Problem } from "./problem.ts";

const PREFIX = "/approvals/";
const TOKEN = /^[0-9a-f]{64}$/;

export interface ApprovalOptions {
  readonly pool: Pick<pg.Pool, "query">;
  readonly log?: (line: string) => void;
}

interface Link extends Approval {
  form: Form | null;
  state: "open" | "decided" | "expired";
}

type Outcome = "recorded" | "unknown" | "decided" | "expired";

const MESSAGES: Record<Outcome, [status: number, title: string, text: string]> = {
  recorded: [200, "Thank you", "Your decision has been recorded. You can close this page."],
  unknown: [404, "No such link", "Check that the whole link from your mail is in the address."],
  decided: [409, "Already decided", "Nothing is left for you to decide here."],
  expired: [410, "No longer open", "This link has expired, or the decision is no longer needed."],
};

export function createApprovals(options: ApprovalOptions) {
  const { log = console.error } = options;
  return {
    handles: ({ url = "" }: IncomingMessage) => url.startsWith(PREFIX),
    async handler(request: IncomingMessage, response: ServerResponse): Promise<void> {
      try {
        sendPage(request, response, await pageFor(request, options.pool));
      } catch (error) {
        const problem = error instanceof Problem ? error : (problemOf(error) ?? unexpected());
        if (problem.status >= 500) {
          log(`approval page: ${error instanceof Error ? error.message : String(error)}`);
        }
        const { status, message, hint = "", headers } = problem;
        sendPage(request, response, { status, html: messagePage(capital(message), hint), headers });
      }
    },
  };
}

async function pageFor(request: IncomingMessage, pool: ApprovalOptions["pool"]): Promise<Page> {
  const { method = "", url = "" } = request;
  if (!["GET", "HEAD", "POST"].includes(method)) {
    const headers = { allow: "GET, HEAD, POST" };
    throw new Problem(405, "method_not_allowed", "this page is read or answered", { headers });
  }
  const token = url.slice(PREFIX.length).replace(/\?.*$/s, "");
  if (!TOKEN.test(token)) return message("unknown");
  const hash = createHash("sha256").update(token).digest();
  const link = await readLink(hash, pool);
  if (link === undefined) return message("unknown");
  if (link.state !== "open") return message(link.state);
  if (method !== "POST") return { status: 200, html: approvalPage(link) };
  assertAnnouncedLength(request);
  const entries = entriesOf(request.headers, await readBody(request));
  return decide(hash, answerOf(link.form, entries), link, pool);
}

async function readLink(hash: Buffer, pool: ApprovalOptions["pool"]): Promise<Link | undefined> {
  const { rows } = await pool.query<Link>({
    name: "read_link",
    text: "select title, details, form, due_at, state from sluice_private.read_link($1)",
    values: [hash],
  });
  return rows[0];
}

async function decide(
  hash: Buffer,
  { decision, comment, data, entries }: Answer,
  link: Link,
  pool: ApprovalOptions["pool"],
): Promise<Page> {
  try {
    const { rows } = await pool.query<{ outcome: Outcome }>({
      name: "decide_by_link",
      text: "select sluice_private.decide_by_link($1, $2, $3, $4) as outcome",
      values: [hash, decision, comment, data === null ? null : JSON.stringify(data)],
    });
    return message(rows[0]?.outcome ?? "unknown");
  } catch (error) {
    const problem = problemOf(error);
    if (problem?.code !== "SLVAL") throw error;
    const html = approvalPage(link, { entries, fault: capital(problem.message) });
    return { status: 400, html };
  }
}

function message(outcome: Outcome): Page {
  const [status, title, text] = MESSAGES[outcome];
  return { status, html: messagePage(title, text) };
}

function unexpected(): Problem {
  return new Problem(500, "internal_error", "something went wrong", { hint: "Try again later." });
}
