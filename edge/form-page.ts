/** The page of a form: labels, hints and faults are tied to their fields, and no script is needed. */
import { type Field, type Form, inputName } from "./approval-form.ts";
import { type Fault, inEnglish, say, sayFault } from "./form-texts.ts";
import { escape, page } from "./page.ts";

/** Longer texts get more room. */
const LINE = 200;

/** Of a consent so much names it. */
const SHORT = 60;

export interface HostedForm {
  organization_id: string;
  webhook_id: string;
  is_open: boolean;
  form: Form;
  config: {
    title?: string;
    description?: string;
    submit?: string;
    success?: string;
    language?: string;
    texts?: Record<string, string>;
    required_fields?: string[];
    order?: string[];
    consent?: { text: string; required?: boolean };
    allowed_origins?: string[];
    allowed_ips?: string[];
  };
}

export interface Attempt {
  submission: string;
  entries?: Map<string, string>;
  faults?: Record<string, Fault>;
}

/** The page's own inputs: those of the form begin otherwise. The trap is for who fills in all. */
export const names = {
  submission: "submission",
  consent: "consent",
  trap: "homepage",
  field: inputName,
};

export function formPage(hosted: HostedForm, attempt: Attempt): string {
  const { config, form } = hosted;
  const { faults = {}, submission } = attempt;
  const fields = inOrder(hosted).map(([name, field]) => fieldOf(hosted, name, field, attempt));
  const description =
    config.description === undefined ? "" : `<p>${escape(config.description)}</p>`;
  const count = Object.keys(faults).length;
  // a page that is loaded is not read out for its alert alone
  const alert =
    count === 0 ? "" : `<p role="alert" tabindex="-1" autofocus>${summary(hosted, faults)}</p>`;
  const title = config.title ?? form.title;
  const label = config.submit === undefined ? inEnglish(config, "Send") : escape(config.submit);
  return page(
    title ?? "Form",
    `${description}${alert}${legend(hosted)}
<form method="post">
<input type="hidden" name="${names.submission}" value="${escape(submission)}">
<div class="extra" aria-hidden="true"><label>${say(config, "leave_empty")}
<input name="${names.trap}" tabindex="-1" autocomplete="off"></label></div>
${fields.join("\n")}
${consentOf(hosted, attempt)}
<button>${label}</button>
</form>`,
    config.language,
    title === undefined ? inEnglish(config, "Form") : escape(title),
  );
}

/** The database keeps no order of properties: that of the config comes first. */
function inOrder({ config: { order = [] }, form }: HostedForm): [string, Field][] {
  const placeOf = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  return Object.entries(form.properties).toSorted(([a], [b]) => placeOf(a) - placeOf(b));
}

const isRequired = ({ config, form }: HostedForm, name: string) =>
  (form.required?.includes(name) ?? false) || (config.required_fields?.includes(name) ?? false);

const legend = (hosted: HostedForm) =>
  hosted.config.consent?.required ||
  Object.keys(hosted.form.properties).some((name) => isRequired(hosted, name))
    ? `<p><small>${say(hosted.config, "required")}</small></p>`
    : "";

/** Any text may name a field, but none with a space an element. */
const idOf = (form: Form, name: string) =>
  name === names.consent ? name : `field-${Object.keys(form.properties).indexOf(name)}`;

/** Leads to each field that has to be filled in again. */
function summary(hosted: HostedForm, faults: Record<string, Fault>): string {
  const { config, form } = hosted;
  const places = [...inOrder(hosted).map(([name]) => name), names.consent];
  const inPlace = Object.entries(faults).toSorted(
    ([a], [b]) => places.indexOf(a) - places.indexOf(b),
  );
  const links = inPlace.map(([name, fault]) => {
    const title = form.properties[name]?.title ?? (consentText(config, name) || name);
    return `<a href="#${idOf(form, name)}">${escape(title)} ${sayFault(config, fault)}</a>`;
  });
  return `${say(config, "not_sent")} ${links.join("; ")}.`;
}

/** Its beginning: a text may be long. */
function consentText({ consent }: HostedForm["config"], name: string): string {
  const text = name === names.consent ? (consent?.text ?? "") : "";
  return text.length > SHORT ? `${text.slice(0, SHORT)}…` : text;
}

function fieldOf(
  hosted: HostedForm,
  name: string,
  field: Field,
  { entries, faults = {} }: Attempt,
): string {
  const id = idOf(hosted.form, name);
  const required = isRequired(hosted, name);
  const fault = Object.hasOwn(faults, name) ? faults[name] : undefined;
  const given =
    entries === undefined ? textOf(field.default ?? "") : (entries.get(names.field(name)) ?? "");
  const hint = field.description;
  const notes = [
    hint === undefined ? "" : `<small id="${id}-hint">${escape(hint)}</small>`,
    faultOf(hosted, id, fault),
  ];
  const label = `<label for="${id}">${escape(field.title ?? name)}${required ? " *" : ""}</label>`;
  const described = [
    ...(hint === undefined ? [] : [`${id}-hint`]),
    ...(fault === undefined ? [] : [`${id}-fault`]),
  ];
  const attributes = attributesOf(id, names.field(name), described, fault !== undefined);
  return `${label}${notes.join("")}${inputOf(field, attributes + mark(required), given)}`;
}

function faultOf({ config }: HostedForm, id: string, fault: Fault | undefined): string {
  if (fault === undefined) return "";
  return `<p class="fault" id="${id}-fault">${sayFault(config, fault)}</p>`;
}

const mark = (required: boolean) => (required ? " required" : "");

function attributesOf(id: string, name: string, described: string[], isWrong: boolean): string {
  const by = described.length === 0 ? "" : ` aria-describedby="${described.join(" ")}"`;
  return `id="${id}" name="${escape(name)}"${by}${isWrong ? ' aria-invalid="true"' : ""}`;
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
  const { minLength, maxLength, minimum, maximum } = field;
  if (field.type === "string" && (maxLength ?? 0) > LINE) {
    return `<textarea rows="4" ${attributes}${limits({ minLength, maxLength })}>${escape(given)}</textarea>`;
  }
  const value = ` value="${escape(given)}"`;
  if (field.type === "string") {
    const type = { email: "email", date: "date", uri: "url" }[field.format ?? ""] ?? "text";
    const known = type === "email" ? ` autocomplete="email"` : "";
    return `<input type="${type}" ${attributes}${known}${limits({ minLength, maxLength })}${value}>`;
  }
  const step = field.type === "integer" ? "1" : "any";
  const range = limits({ min: minimum, max: maximum });
  return `<input type="number" step="${step}" ${attributes}${range}${value}>`;
}

function limits(values: Record<string, number | undefined>): string {
  return Object.entries(values)
    .flatMap(([name, value]) =>
      value === undefined ? [] : [` ${name.toLowerCase()}="${escape(String(value))}"`],
    )
    .join("");
}

function consentOf(hosted: HostedForm, { entries, faults = {} }: Attempt): string {
  const { config } = hosted;
  if (config.consent === undefined) return "";
  const { text, required = false } = config.consent;
  const id = names.consent;
  const fault = Object.hasOwn(faults, id) ? faults[id] : undefined;
  const described = fault === undefined ? [] : [`${id}-fault`];
  const attributes = attributesOf(id, id, described, fault !== undefined) + mark(required);
  const isOn = entries?.has(id) ?? false;
  return `<p><label for="${id}"><input type="checkbox" ${attributes}${isOn ? " checked" : ""}>
${escape(text)}${required ? " *" : ""}</label></p>${faultOf(hosted, id, fault)}`;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
