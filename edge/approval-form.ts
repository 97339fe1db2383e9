/** What a person fills in on the page of an approval, and the JSON that it stands for. */
import type { IncomingHttpHeaders } from "node:http";
import { Problem } from "./problem.ts";
import { assertText } from "./text.ts";

export interface Field {
  type: "string" | "number" | "integer" | "boolean";
  title?: string;
  description?: string;
  default?: unknown;
  enum?: unknown[];
  format?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
}

/** A JSON Schema; the database has checked that it is one of this kind. */
export interface Form {
  title?: string;
  properties: Record<string, Field>;
  required?: string[];
}

export interface Answer {
  decision: string | null;
  comment: string | null;
  data: Record<string, unknown> | null;
  entries: Map<string, string>;
}

/** The name of an input of the page: those of the form cannot be taken for the page's own. */
export const inputName = (field: string) => `field:${field}`;

export function entriesOf(headers: IncomingHttpHeaders, body: Buffer): Map<string, string> {
  const type = headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/x-www-form-urlencoded") {
    throw new Problem(415, "unsupported_type", "the page sends a form", {
      hint: "Use the buttons of the page.",
    });
  }
  const entries = new Map(new URLSearchParams(body.toString("utf8")));
  for (const [name, value] of entries) for (const text of [name, value]) assertText(text);
  return entries;
}

export function answerOf(form: Form | null, entries: Map<string, string>): Answer {
  const decision = entries.get("decision") ?? null;
  const comment = entries.get("comment")?.trim() || null;
  if (form === null || decision !== "approved") return { decision, comment, data: null, entries };
  const data: [string, unknown][] = [];
  for (const [name, field] of Object.entries(form.properties)) {
    const text = entries.get(inputName(name));
    if (field.type === "boolean") data.push([name, text !== undefined]);
    else if (text !== undefined && text !== "") data.push([name, valueOf(field, text)]);
  }
  return { decision, comment, data: Object.fromEntries(data), entries };
}

/** What is no number stays a text, which the database refuses with the name of the field. */
export function valueOf({ type }: Field, text: string): unknown {
  if (type === "string") return text.replaceAll("\r\n", "\n");
  const number = Number(text);
  return Number.isFinite(number) && text.trim() !== "" ? number : text;
}
