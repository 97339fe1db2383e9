/** A definition with one node of each type, and what validation says of drafts. */
import { expect, type TestDatabase } from "./database.ts";
import { definition, manual } from "./engine.ts";
import { set } from "./scenes.ts";

export interface Problem {
  severity: string;
  code: string;
  node_id: string | null;
  path: string | null;
  message: string;
  hint: string;
}

export interface Draft {
  nodes: { id: string; type: string; data: Record<string, unknown> }[];
  edges: Record<string, unknown>[];
  settings?: object;
}

/** Nothing is wrong with it. */
export const cleanDraft = (): Draft =>
  definition(
    [
      { ...manual, data: { ...manual.data } },
      { id: "hook", type: "trigger", data: { trigger: "webhook_received" } },
      set("a", { n: "{{ trigger.payload.n }}" }),
      {
        id: "size",
        type: "choice",
        data: { default: "small", cases: [{ port: "big", when: "$.steps.a.output.n > 10" }] },
      },
      { id: "pause", type: "wait", data: { for: "PT5M" } },
      set("b", { was: "{{ steps.a.output.n }}" }, { retry: { max_attempts: 2, initial: "1s" } }),
      { id: "stop", type: "end", data: { scope: "execution", output: "{{ steps.a.output.n }}" } },
    ],
    [
      ...["start → a", "hook → a", "a → size", "size:big → pause", "size:small → b"],
      ...["pause → b", "b → stop"],
    ],
    { timeout: "1 hour", priority: 3 },
  );

export const validate = (db: TestDatabase, draft: unknown): Promise<Problem[]> =>
  db.query("select * from sluice.validate_definition($1)", [JSON.stringify(draft)]);

/** What is found, how a clean draft is spoilt, and `code node path` of the finding. */
export type Rule = [string, (draft: Draft) => unknown, string];

export const stepOf = (draft: Draft, id: string) => draft.nodes.find((node) => node.id === id)!;

/** Spoils a draft: the node has these fields. */
export const give =
  (id: string, data: object) =>
  (draft: Draft): void => {
    Object.assign(stepOf(draft, id).data, data);
  };

/** Spoils a draft: the node lacks this field. */
export const without =
  (id: string, field: string) =>
  (draft: Draft): void => {
    delete stepOf(draft, id).data[field];
  };

/** The errors of a spoilt draft, as `code node path`, each with a message and a hint. */
export async function findingsOf(
  db: TestDatabase,
  spoil: (draft: Draft) => unknown,
): Promise<string[]> {
  const draft = cleanDraft();
  spoil(draft);
  const errors = (await validate(db, draft)).filter(({ severity }) => severity === "error");
  return errors.map((problem) => {
    expect(problem.message).toMatch(/^[a-z{].*[^.]$/s);
    expect(problem.hint).toMatch(/^[A-Z].*\.$|^[a-z_]+ .*\.$/s);
    return `${problem.code} ${problem.node_id ?? "-"} ${problem.path ?? "-"}`;
  });
}
