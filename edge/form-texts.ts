/**
 * What the page of a form says by itself. Its config can say so in its own language; what it leaves
 * is in English, and marked as that, so that screen readers do not read it as another language.
 */
import { escape } from "./page.ts";

const ENGLISH = {
  required: "* has to be filled in.",
  not_sent: "Not sent yet:",
  thanks: "Thank you",
  leave_empty: "Leave this empty",
};

export interface FormTexts {
  language?: string;
  texts?: Record<string, string>;
}

/** Which rule a field breaks, by its name, and what the rule says. */
export interface Fault {
  kind: string;
  limit: string | null;
  message: string;
}

const isEnglish = ({ language = "en" }: FormTexts) => /^en(-|$)/i.test(language);

/** HTML. */
export function say(config: FormTexts, name: keyof typeof ENGLISH): string {
  return said(config, name, ENGLISH[name]);
}

export function sayFault(config: FormTexts, { kind, limit, message }: Fault): string {
  return said(config, kind, message, limit ?? "");
}

/** What a text that the config leaves is written in, as HTML. */
export function inEnglish(config: FormTexts, text: string): string {
  return isEnglish(config) ? escape(text) : `<span lang="en">${escape(text)}</span>`;
}

/** As text, for the title of a page. */
export function plain(config: FormTexts, name: keyof typeof ENGLISH): string {
  return own(config, name) ?? ENGLISH[name];
}

export function own({ texts = {} }: FormTexts, name: string): string | undefined {
  return Object.hasOwn(texts, name) ? texts[name] : undefined;
}

function said(config: FormTexts, name: string, otherwise: string, limit = ""): string {
  const text = own(config, name);
  return text === undefined
    ? inEnglish(config, otherwise)
    : escape(text.replaceAll("{limit}", limit));
}
