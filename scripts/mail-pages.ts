/** The pages of the mail catcher. Every word in them comes from a stranger, so all is escaped. */
import type { CaughtMail } from "./mail-catcher.ts";

const STYLE = `
  body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
  table { border-collapse: collapse; width: 100%; }
  th, td { border-bottom: 1px solid #ddd; padding: 0.4rem 0.8rem 0.4rem 0; text-align: left; vertical-align: top; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  iframe { border: 1px solid #ddd; height: 30rem; width: 100%; }`;

export function listPage(mails: CaughtMail[]): string {
  const rows = mails.map(
    (mail) => `<tr>
      <td>${escape(mail.received_at.replace("T", " ").slice(0, 19))}</td>
      <td>${escape(mail.recipients.join(", "))}</td>
      <td><a href="/mail/${escape(mail.id)}">${escape(mail.subject || "(no subject)")}</a></td>
      <td>${copiesOf(mail)}</td>
    </tr>`,
  );
  const table = `<table>
    <tr><th>received (UTC)</th><th>for</th><th>subject</th><th></th></tr>
    ${rows.join("\n")}
  </table>`;
  return page("Caught mail", mails.length === 0 ? "<p>No mail yet.</p>" : table);
}

export function mailPage(mail: CaughtMail): string {
  const facts: [name: string, value: string][] = [
    ["from", mail.from],
    ["to", mail.to.join(", ")],
    ["delivered to", mail.recipients.join(", ")],
    ["received", mail.received_at],
    ["message id", mail.message_id ?? ""],
    ["copies", String(mail.copies)],
  ];
  const rows = facts.map(([name, value]) => `<tr><th>${name}</th><td>${escape(value)}</td></tr>`);
  const text = mail.text === null ? "" : `<h2>Text</h2><pre>${escape(mail.text)}</pre>`;
  // an empty sandbox: no scripts, no forms, no origin
  const frame = `<iframe sandbox="" srcdoc="${escape(mail.html ?? "")}"></iframe>`;
  const html = mail.html === null ? "" : `<h2>HTML</h2>${frame}`;
  const back = `<p><a href="/mail">All mail</a></p>`;
  const title = mail.subject || "(no subject)";
  return page(title, `${back}<table>${rows.join("\n")}</table>${text}${html}`);
}

export function missingPage(): string {
  return page("No such mail", `<p><a href="/mail">All mail</a></p>`);
}

function copiesOf({ copies }: CaughtMail): string {
  return copies === 1 ? "" : `${copies} copies`;
}

function page(title: string, body: string): string {
  const heading = escape(title);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${heading}</title>
<style>${STYLE}</style>
<h1>${heading}</h1>
${body}
</html>
`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
