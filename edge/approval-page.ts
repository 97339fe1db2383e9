/** The pages of approvals. Whoever starts a workflow chooses the words in them: all are escaped. */
import { inputName, type Field, type Form } from "./approval-form.ts";
import { escape, page } from "./page.ts";

export interface Approval {
  title: string;
  details: unknown;
  form: Form | null;
  due_at: Date | null;
}

interface Attempt {
  entries: Map<string, string>;
  fault: string;
}

export function approvalPage(approval: Approval, attempt?: Attempt): string {
  const { title, details, form, due_at: due } = approval;
  const fault = attempt === undefined ? "" : `<p role="alert">${escape(attempt.fault)}</p>`;
  const fields = Object.entries(form?.properties ?? {}).map(([name, field]) =>
    fieldOf(name, field, form?.required?.includes(name) ?? false, attempt?.entries),
  );
  const until =
    due === null ? "" : `<p><small>Open until ${escape(due.toUTCString())}.</small></p>`;
  const comment = escape(attempt?.entries.get("comment") ?? "");
  return page(
    title,
    `${detailsOf(details)}${until}${fault}
<form method="post">
${fields.join("\n")}
<label for="comment">Comment</label>
<textarea id="comment" name="comment" rows="3" maxlength="1000">${comment}</textarea>
<button name="decision" value="approved">${form === null ? "Approve" : "Submit"}</button>
<button name="decision" value="rejected" formnovalidate>Reject</button>
</form>`,
  );
}

function detailsOf(details: unknown): string {
  if (details === null || details === undefined) return "";
  if (typeof details !== "object" || Array.isArray(details)) {
    return `<pre>${escape(textOf(details))}</pre>`;
  }
  const rows = Object.entries(details).map(
    ([name, value]) => `<dt>${escape(name)}</dt><dd>${escape(textOf(value))}</dd>`,
  );
  return `<dl>${rows.join("\n")}</dl>`;
}

function fieldOf(
  name: string,
  field: Field,
  isRequired: boolean,
  entries: Map<string, string> | undefined,
): string {
  const id = escape(inputName(name));
  const label = `<label for="${id}">${escape(field.title ?? name)}${isRequired ? " *" : ""}</label>`;
  const hint = field.description === undefined ? "" : `<small>${escape(field.description)}</small>`;
  const given = entries?.get(inputName(name)) ?? (entries ? "" : textOf(field.default ?? ""));
  const attributes = `id="${id}" name="${id}"${isRequired && field.type !== "boolean" ? " required" : ""}`;
  return `${label}${hint}${inputOf(field, attributes, given)}`;
}

function inputOf(field: Field, attributes: string, given: string): string {
  if (field.type === "boolean") {
    const isOn = given === "true" || given === "on";
    return `<input type="checkbox" ${attributes}${isOn ? " checked" : ""}>`;
  }
  if (field.enum !== undefined) {
    const options = ["", ...field.enum.map(textOf)].map(
      (text) => `<option${text === given ? " selected" : ""}>${escape(text)}</option>`,
    );
    return `<select ${attributes}>${options.join("")}</select>`;
  }
  if (field.type === "string") {
    return `<textarea rows="2" ${attributes}>${escape(given)}</textarea>`;
  }
  const step = field.type === "integer" ? "1" : "any";
  return `<input type="number" step="${step}" ${attributes} value="${escape(given)}">`;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
