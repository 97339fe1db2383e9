/** What the pages for people have in common. Others choose the words in them: all are escaped. */
import type { IncomingMessage, ServerResponse } from "node:http";

const STYLE = `
  body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 40rem; padding: 0 1rem; }
  h1, p { overflow-wrap: anywhere; }
  label { display: block; font-weight: 600; margin-top: 1rem; }
  input, select, textarea { box-sizing: border-box; font: inherit; padding: 0.4rem; width: 100%; }
  input[type="checkbox"] { width: auto; }
  input[aria-invalid], select[aria-invalid], textarea[aria-invalid] { border: 2px solid #b00020; }
  dt { font-weight: 600; }
  dd, pre { margin: 0 0 0.5rem; overflow-wrap: anywhere; white-space: pre-wrap; }
  button { font: inherit; margin: 1.5rem 1rem 0 0; padding: 0.5rem 1.5rem; }
  [role="alert"], .fault { color: #b00020; }
  .extra { height: 1px; left: -9999px; overflow: hidden; position: absolute; width: 1px; }
  small { color: #555; display: block; }`;

export interface Page {
  status: number;
  html: string;
  headers?: Record<string, string>;
  /** Who may show it in a frame; nobody if not given. */
  frames?: string[];
}

/** Languages that are written from right to left. */
const RIGHT_TO_LEFT = /^(ar|dv|fa|he|ps|sd|ug|ur|yi)(-|$)/i;

/** The heading is HTML, and the title if not given. */
export function page(
  title: string,
  body: string,
  language = "en",
  heading: string = escape(title),
): string {
  const direction = RIGHT_TO_LEFT.test(language) ? ' dir="rtl"' : "";
  return `<!doctype html>
<html lang="${escape(language)}"${direction}>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escape(title)}</title>
<style>${STYLE}</style>
<main>
<h1>${heading}</h1>
${body}
</main>
</html>
`;
}

export function messagePage(title: string, text: string, language?: string): string {
  return page(title, text === "" ? "" : `<p>${escape(text)}</p>`, language);
}

export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The address may be a secret: it is kept nowhere, and told to no other site. */
export function sendPage(request: IncomingMessage, response: ServerResponse, sent: Page): void {
  if (response.headersSent || response.destroyed) return;
  const ancestors = sent.frames === undefined ? "'none'" : ["'self'", ...sent.frames].join(" ");
  response.writeHead(sent.status, {
    ...sent.headers,
    "content-type": "text/html; charset=utf-8",
    "content-length": Buffer.byteLength(sent.html),
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex",
    "x-content-type-options": "nosniff",
    "content-security-policy":
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; " +
      `frame-ancestors ${ancestors}; base-uri 'none'`,
    ...(request.complete ? {} : { connection: "close" }),
  });
  response.end(request.method === "HEAD" ? undefined : sent.html);
}
