/** What a workflow, or the config of its webhook, answers to the sender. */
import type { Answer } from "./answers.ts";
import { Problem } from "./problem.ts";

export interface HttpAnswer {
  status: number;
  body: string;
  headers: Record<string, string>;
}

const NAME = /^[A-Za-z0-9][\w-]*$/;
const TEXT = /^[\x20-\x7e]*$/;

/** The answer has the address of the API: a page in it may do nothing in that address's name. */
const SANDBOX = { "content-security-policy": "sandbox; default-src 'none'" };

export function answerOf(given: NonNullable<Answer["answer"]>): HttpAnswer {
  const headers = Object.entries(given.headers ?? {})
    .filter(([name, value]) => NAME.test(name) && TEXT.test(value))
    .map(([name, value]) => [name.toLowerCase(), value]);
  const { body = null, status = 200 } = given;
  const isEmpty = body === null || status === 204 || status === 304;
  const isText = typeof body === "string";
  return {
    status,
    body: isEmpty ? "" : isText ? body : `${JSON.stringify(body)}\n`,
    headers: {
      "content-type": isText ? "text/plain; charset=utf-8" : "application/json; charset=utf-8",
      ...Object.fromEntries(headers),
      ...SANDBOX,
    },
  };
}

/** Who gave no answer answers with his output, or with nothing but that he failed. */
export function answerOfEnd({ status, output }: Answer, executionId: string): HttpAnswer {
  if (status === "completed") return answerOf({ body: output });
  const hint = `Its operator finds why at execution ${executionId}.`;
  const problem = new Problem(500, "execution_failed", "the workflow did not complete", { hint });
  return answerOf({ status: 500, body: problem.toJSON() });
}
