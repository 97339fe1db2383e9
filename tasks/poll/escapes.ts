const REPLACEMENT = "\\ufffd";

/**
 * JSON text that jsonb can hold: \u0000 and half surrogates are U+FFFD. Its numbers stay as they
 * are written.
 */
export function holdable(json: string): string {
  if (!/\\u(?:0000|d[89a-f])/i.test(json)) return json;
  return json.replaceAll(/\\u(?:d[89ab]..\\ud[c-f]..|0000|d[89a-f]..)|\\[^]/gi, (escape) =>
    /^\\u(?:0000|d.{3})$/i.test(escape) ? REPLACEMENT : escape,
  );
}
