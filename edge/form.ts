/**
 * The pages of forms: /forms/<key> and /forms/<organization>/<form_id>. Nobody is signed in here and
 * nothing is remembered of a visitor: a page has the id of what will be sent, so that a second press
 * of the button changes nothing; the database says what is wrong with a field.
 */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { isWithin, remoteAddressOf } from "./address.ts";
import { entriesOf, valueOf } from "./approval-form.ts";
import { assertAnnouncedLength, readBody } from "./body.ts";
import { problemOf } from "./database-problem.ts";
import { publicHeaders } from "./delivery.ts";
import { formPage, names, type HostedForm } from "./form-page.ts";
import { type Fault, inEnglish, own, plain, say } from "./form-texts.ts";
import { capital, escape, messagePage, page, type Page, sendPage } from "./page.ts";
import { Problem } from "./problem.ts";
import { type RefusalByDatabase, refusalOf } from "./receipt.ts";
import { Refusals } from "./refusals.ts";
import { parseUrl, pathAfter, type Pool } from "./registration.ts";

const PREFIX = "/forms/";
const SUBMISSION = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface FormOptions {
  readonly pool: Pool;
  readonly trustedProxies?: number;
  readonly log?: (line: string) => void;
}

interface Outcome {
  faults: Record<string, Fault> | null;
  execution_id: string | null;
  duplicate: boolean | null;
  reason: string | null;
  refusal: RefusalByDatabase | null;
}

export function createForms(options: FormOptions) {
  const { pool, log = console.error } = options;
  const refusals = new Refusals(pool, log);
  return {
    handles: ({ url = "" }: IncomingMessage) => url.startsWith(PREFIX),
    settled: () => refusals.settled(),
    async handler(request: IncomingMessage, response: ServerResponse): Promise<void> {
      let form: HostedForm | undefined;
      try {
        const path = pathAfter(PREFIX, parseUrl(request.url ?? "").pathname);
        form = path === null ? undefined : await readForm(path, pool);
        if (form === undefined) throw unknownForm();
        const frames = form.config.allowed_origins;
        const sent = await pageFor(form, request, options, refusals);
        sendPage(request, response, { ...(frames && { frames }), ...sent });
      } catch (error) {
        const problem = error instanceof Problem ? error : (problemOf(error) ?? unexpected());
        if (problem.status >= 500) log(`form: ${String(error)}`);
        if (form && problem.code !== "unavailable") {
          note(refusals, form, problem, request, options);
        }
        const { status, headers } = problem;
        sendPage(request, response, { status, html: problemPage(problem, form), headers });
      }
    },
  };
}

async function pageFor(
  form: HostedForm,
  request: IncomingMessage,
  options: FormOptions,
  refusals: Refusals,
): Promise<Page> {
  const { method = "", headers } = request;
  assertVisitor(form, request, options);
  if (!form.is_open) {
    throw new Problem(410, "closed", "this form is closed", {
      hint: "Nothing that is filled in here would be read.",
    });
  }
  if (method !== "POST") {
    return { status: 200, html: formPage(form, { submission: randomUUID() }) };
  }
  assertAnnouncedLength(request);
  const entries = entriesOf(headers, await readBody(request));
  if ((entries.get(names.trap) ?? "") !== "") {
    const spam = new Problem(200, "spam", "a field that nobody sees was filled in");
    note(refusals, form, spam, request, options);
    return thanks(form);
  }
  const given = entries.get(names.submission) ?? "";
  const submission = SUBMISSION.test(given) ? given : randomUUID();
  const outcome = await submit(form, submission, entries, request, options);
  if (outcome.refusal !== null) throw refusalOf(outcome.refusal);
  if (outcome.faults === null) return thanks(form);
  const html = formPage(form, { submission, entries, faults: outcome.faults });
  return { status: 400, html };
}

function assertVisitor(form: HostedForm, request: IncomingMessage, options: FormOptions): void {
  const { method = "", headers } = request;
  const { allowed_ips: networks, allowed_origins: origins = [] } = form.config;
  if (!["GET", "HEAD", "POST"].includes(method)) {
    const allow = { allow: "GET, HEAD, POST" };
    throw new Problem(405, "method_not_allowed", "this page is read or sent", { headers: allow });
  }
  const address = remoteAddressOf(request, options.trustedProxies);
  if (networks !== undefined && !isWithin(address, networks)) {
    throw new Problem(403, "address_not_allowed", "this form is not for your address");
  }
  const isForeign = ["cross-site", "same-site"].includes(String(headers["sec-fetch-site"]));
  if (method === "POST" && isForeign && !origins.includes(headers.origin ?? "")) {
    throw new Problem(403, "origin_not_allowed", "this form is sent from its own page", {
      hint: "Open the form's address, and fill it in there.",
    });
  }
}

async function readForm(path: string, pool: Pool): Promise<HostedForm | undefined> {
  const { rows } = await pool.query<HostedForm>({
    name: "read_form",
    text: `select organization_id, webhook_id, config, form, is_open
      from sluice_private.read_form($1)`,
    values: [path],
  });
  return rows[0];
}

async function submit(
  form: HostedForm,
  submission: string,
  entries: Map<string, string>,
  request: IncomingMessage,
  { pool, trustedProxies }: FormOptions,
): Promise<Outcome> {
  const { rows } = await pool.query<Outcome>({
    name: "submit_form",
    text: `select faults, execution_id, duplicate, reason, refusal
      from sluice_private.submit_form($1, $2, $3, $4, $5, $6, $7)`,
    values: [
      form.organization_id,
      form.webhook_id,
      submission,
      JSON.stringify(dataOf(form, entries)),
      entries.has(names.consent),
      JSON.stringify(publicHeaders(request.headers)),
      remoteAddressOf(request, trustedProxies),
    ],
  });
  const [outcome] = rows;
  if (outcome === undefined) throw unexpected();
  return outcome;
}

/** What is left empty is not there; a box is always true or false. */
function dataOf({ form }: HostedForm, entries: Map<string, string>): Record<string, unknown> {
  const data = new Map<string, unknown>();
  for (const [name, field] of Object.entries(form.properties)) {
    const text = entries.get(names.field(name));
    if (field.type === "boolean") data.set(name, text !== undefined);
    else if (text !== undefined && text.trim() !== "") data.set(name, valueOf(field, text));
  }
  return Object.fromEntries(data);
}

function thanks({ config }: HostedForm): Page {
  const { success, language } = config;
  const text =
    success === undefined
      ? inEnglish(config, "What you have filled in has been sent.")
      : escape(success);
  const html = page(plain(config, "thanks"), `<p>${text}</p>`, language, say(config, "thanks"));
  return { status: 200, html };
}

/** In the form's language where it has the words, else all in English. */
function problemPage({ code, message, hint = "" }: Problem, form: HostedForm | undefined): string {
  const config = form?.config ?? {};
  const name = { closed: "closed", rate_limited: "too_many" }[code] ?? "failed";
  const text = own(config, name) ?? own(config, "failed");
  return text === undefined
    ? messagePage(capital(message), hint)
    : messagePage(text, "", config.language);
}

function note(
  refusals: Refusals,
  { organization_id, webhook_id }: HostedForm,
  { status, code }: Problem,
  request: IncomingMessage,
  { trustedProxies }: FormOptions,
): void {
  const remote_ip = remoteAddressOf(request, trustedProxies);
  const method = request.method ?? null;
  refusals.note({ organization_id, webhook_id, status, code, method, remote_ip });
}

function unknownForm(): Problem {
  return new Problem(404, "unknown_form", "no such form", {
    hint: "Check that the whole address is there.",
  });
}

function unexpected(): Problem {
  return new Problem(500, "internal_error", "something went wrong", { hint: "Try again later." });
}
