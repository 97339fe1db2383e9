const REPLACEMENT = "\ufffd";
const MARKED_PATHS = 20;
/** Where `toJsonText` lists what it replaced. */
const MARK = "_replaced_characters";

/**
 * JSON text that jsonb can hold. It has no \u0000 and no half surrogates: they become U+FFFD, and
 * an object says where under `_replaced_characters`.
 */
export function toJsonText(value: unknown): string {
  const text = JSON.stringify(value) ?? "null";
  // Both are escaped in JSON text; a hit may also be an escaped backslash before harmless digits.
  if (!/\\u(?:0000|d[89a-f])/i.test(text)) return text;
  const replaced: string[] = [];
  const clean = replaceIn(JSON.parse(text), "$", replaced);
  if (replaced.length === 0) return text;
  const isObject = typeof clean === "object" && clean !== null && !Array.isArray(clean);
  return JSON.stringify(isObject ? { ...clean, [MARK]: replaced.slice(0, MARKED_PATHS) } : clean);
}

function replaceIn(value: unknown, path: string, replaced: string[]): unknown {
  if (typeof value === "string") return replaceText(value, path, replaced);
  if (Array.isArray(value)) {
    return value.map((item, index) => replaceIn(item, `${path}[${index}]`, replaced));
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      const key = replaceText(name, `${path}.*`, replaced);
      return [key, replaceIn(item, `${path}.${key}`, replaced)];
    }),
  );
}

function replaceText(text: string, path: string, replaced: string[]): string {
  if (text.isWellFormed() && !text.includes("\0")) return text;
  replaced.push(path);
  return text.toWellFormed().replaceAll("\0", REPLACEMENT);
}
