/** What a page has the reader do, in order. */

export interface Block {
  /** `sh` is run in a shell, `sql` at one prompt for the whole page; `json` may be a trigger. */
  language: "sh" | "sql" | "json";
  text: string;
  /** What its output must contain. */
  shows: string[];
}

const PART = /^```(sh|sql|json)\n(.*?)^```$|^<!-- shows: (.*?) -->$/gms;

export function readBlocks(markdown: string): Block[] {
  const blocks: Block[] = [];
  for (const [, language, text, shown] of markdown.matchAll(PART)) {
    if (text === undefined) blocks.at(-1)?.shows.push(shown!);
    else blocks.push({ language: language as Block["language"], text: text.trimEnd(), shows: [] });
  }
  return blocks;
}

/** The blocks of one section of level 2. */
export function readSection(markdown: string, title: string): Block[] {
  const after = markdown.split(`\n## ${title}\n`)[1] ?? "";
  return readBlocks(after.split("\n## ")[0]!);
}

/** A definition with the triggers that a JSON block shows, or undefined where it shows none. */
export function draftOf(text: string): object | undefined {
  const shown = JSON.parse(text) as { type?: string; trigger?: string; data?: object };
  if (Array.isArray(shown)) {
    const settings = { enrolment: { key: "trigger.payload.id" } };
    return shown[0]?.type === "trigger" ? { nodes: shown, edges: [], settings } : undefined;
  }
  const data = shown.type === "trigger" ? shown.data : shown.trigger ? shown : undefined;
  if (data === undefined) return undefined;
  return { nodes: [{ id: "shown", type: "trigger", data }], edges: [] };
}
